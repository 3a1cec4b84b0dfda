import Foundation
import Glibc
import TestServers
import Testing

/// The host as a service: one a state folder, stopped cleanly by either signal.
@Suite(.serialized) struct ProcessTests {
    private func plant() throws -> Plant {
        try Plant(
            broker: "{ host: 127.0.0.1, port: \(try TestBroker.freePort()), clientId: p, topic: \"\(Plant.topic)\" }")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `stops cleanly although the broker is away`(signal: Int32) async throws {
        let plant = try plant()
        try plant.feed(10)
        let host = try plant.start()
        #expect(try await eventually { try plant.places().done == 1 })
        host.signal(signal)
        #expect(try await host.exitStatus(within: .seconds(12)) == 0)
        #expect(host.lines().contains { $0.contains("\"message\":\"stopped\"") && $0.contains("\"waiting\":10") })
    }

    @Test func `a second host on the same state folder is refused and names the first`() async throws {
        let plant = try plant()
        let first = try plant.start()
        #expect(try await eventually { first.lines().contains { $0.contains("\"message\":\"started\"") } })
        let second = try HostProcess.run(["run", "--config", plant.configuration])
        #expect(second.status == 1)
        #expect(second.complaints.contains("another host (process \(first.identifier)) uses this state folder"))
        #expect(first.isRunning)
        // What a killed host leaves behind refuses nobody.
        first.kill()
        #expect(FileManager.default.fileExists(atPath: plant.folder.file("state/lock")))
        let third = try plant.start(["--once"])
        #expect(try await third.exitStatus(within: .seconds(15)) == 0, "\(third.lines().suffix(2))")
    }

    @Test func `a bad document goes to error with its reason, the next one goes on`() async throws {
        let plant = try plant()
        try "<ProductionDataAcquisition><Message><A/><B"
            .write(toFile: plant.inbox + "/bad.xml", atomically: true, encoding: .utf8)
        try plant.feed(1)
        let host = try plant.start()
        #expect(try await eventually { try plant.places() == (0, 1, 1) })
        let reason = try String(contentsOfFile: plant.inbox + "/error/bad.xml.reason.txt", encoding: .utf8)
        #expect(reason.contains("bad.xml:1:") && reason.contains("cut off") && reason.contains("1 record"))
        #expect(host.isRunning)
    }

    @Test func `a run that ends when idle says by its status whether every document was good`() async throws {
        let plant = try plant()
        try plant.feed(0)
        let good = try plant.start(["--once"])
        #expect(try await good.exitStatus(within: .seconds(15)) == 0)
        try "<ProductionDataAcquisition>".write(
            toFile: plant.inbox + "/bad.xml", atomically: true, encoding: .utf8)
        let bad = try plant.start(["--once"])
        #expect(try await bad.exitStatus(within: .seconds(15)) == 1)
        #expect(try plant.places() == (0, 1, 1))
    }

    @Test func `a machine's counter is remembered from file to file, also across a restart`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: memory, topic: \"\(Plant.topic)\" }")
        for (id, counter) in [("S1", " TotalProductionCounter=\"4711\""), ("S2", "")] {
            try plant.put(
                "<JMF SenderID=\"6000\"><Signal ID=\"\(id)\" Type=\"Status\">"
                    + "<DeviceInfo DeviceStatus=\"Idle\"\(counter)/></Signal></JMF>")
            let host = try plant.start(["--once"])
            #expect(try await host.exitStatus(within: .seconds(60)) == 0, "\(host.lines().suffix(3))")
        }
        let arrived = try await eventually { subscriber.lines().count { $0.contains("generic.signal") } == 2 }
        #expect(arrived)
        #expect(
            subscriber.lines().filter { $0.contains("generic.signal") }
                .allSatisfy { $0.contains("\"totalproductioncounter\":4711") })
    }
}
