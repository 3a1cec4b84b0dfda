import Foundation
import Glibc
import IoTTransport
import TestServers
import Testing

/// The built host, fed all the time while its configuration changes.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct ReloadProcessTests {
    private func done(_ host: HostProcess) -> Int { host.lines().count { $0.contains("\"message\":\"reload: done") } }

    private func reload(_ host: HostProcess) async throws {
        let before = done(host)
        host.signal(SIGHUP)
        #expect(try await eventually(.seconds(30)) { self.done(host) > before }, "\(host.lines().suffix(3))")
    }

    @Test func `all that was fed through several reloads arrives, once`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: reload, topic: \"\(Plant.topic)\" }")
        let host = try plant.start()
        // Before, SIGHUP is what it is for any process.
        #expect(try await eventually { host.lines().contains { $0.contains("\"message\":\"started\"") } })
        for round in 0..<6 {
            try plant.feed(200)
            // The same machine by another name: what was queued before keeps its own.
            try plant.setPress("asset: { type: T\(round) }\nunknownAsset: useKey")
            if round == 2 {
                let folder = plant.folder.file("other")
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try plant.addPress("other", "adapter: prinect\nfolder: ../other\nasset: { id: o, type: T }")
            }
            if round == 4 { try FileManager.default.removeItem(atPath: plant.folder.file("presses/other.yaml")) }
            try await reload(host)
            try plant.feed(100)
        }
        // With a fault it goes on as it is.
        try plant.setPress("asset: { type: T }\nunknownAsset: usekey")
        host.signal(SIGHUP)
        #expect(try await eventually { host.lines().contains { $0.contains("reload: refused (") } })
        try plant.feed(50)
        var received = Received([])
        _ = try await eventually(.seconds(60)) {
            received = Received(subscriber.lines())
            return received.distinct >= plant.fed
        }
        #expect(received.distinct == plant.fed && plant.fed == 1_850)
        #expect(received.underTwoIDs == 0 && received.changed == 0)
        #expect(host.lines().count { $0.contains("connected as reload") } == 1, "delivery was not touched")
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        let counters = try plant.counters()
        #expect(counters.acknowledged == 1_850 && counters.waiting == 0 && counters.balances)
        // Payloads never stand in the log.
        #expect(!host.lines().contains { $0.contains("job-1") })
    }
}
