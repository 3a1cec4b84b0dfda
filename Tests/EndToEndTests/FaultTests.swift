import Foundation
import Glibc
import TestServers
import Testing

/// Each fault gives one line that names what, the class of cause and the next try; once it is mended, all that was fed
/// arrives.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct FaultTests {
    private func expectAll(_ plant: Plant, _ subscriber: TestSubscriber, within limit: Duration = .seconds(60))
        async throws
    {
        var received = Received([])
        _ = try await eventually(limit) {
            received = Received(subscriber.lines())
            return received.distinct >= plant.fed
        }
        #expect(received.distinct == plant.fed)
        #expect(received.underTwoIDs == 0)
        #expect(received.changed == 0)
    }

    /// Lines of the log at warning level or above that hold all of `parts`.
    private func warnings(_ host: HostProcess, _ parts: [String]) -> [String] {
        host.lines().filter { line in
            (line.contains("\"level\":\"warning\"") || line.contains("\"level\":\"error\""))
                && parts.allSatisfy { line.contains($0) }
        }
    }

    @Test func `broker down at start`() async throws {
        let broker = try TestBroker()
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: down, topic: \"\(Plant.topic)\" }")
        try plant.feed(50)
        let host = try plant.start()
        let endpoint = "mqtt://127.0.0.1:\(broker.port)"
        #expect(
            try await eventually { !self.warnings(host, [endpoint, "refused", "next try in", " s"]).isEmpty },
            "\(host.lines())")
        // What the broker did not take waits on disk: the file is done all the same.
        #expect(try await eventually { try plant.places().done == 1 })
        let subscriber = try await startBroker(broker, before: host)
        defer { subscriber.stop() }
        try await expectAll(plant, subscriber)
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        #expect(host.lines().contains { $0.contains("\"message\":\"stopped\"") && $0.contains("\"acknowledged\":50") })
    }

    /// Starts the broker while the host is held, so that a subscriber is there before the host's first event.
    private func startBroker(_ broker: TestBroker, before host: HostProcess) async throws -> TestSubscriber {
        host.signal(SIGSTOP)
        defer { host.signal(SIGCONT) }
        try await broker.start()
        return try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
    }

    @Test func `broker killed in the middle, with TLS`() async throws {
        let certificates = try TestCertificates()
        let plainPort = try TestBroker.freePort()
        let broker = try Self.tlsBroker(certificates, plainPort: plainPort)
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: plainPort, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(broker: Self.tlsConfiguration(port: broker.port, certificates, client: "client"))
        let host = try plant.start()
        for _ in 0..<5 { try plant.feed(1000) }
        #expect(
            try await eventually(.seconds(30)) { Received(subscriber.lines()).distinct > 500 },
            "\(host.lines().suffix(6))")
        // Stop the host for a moment, so that what the broker acknowledged reaches the subscriber: it keeps nothing itself.
        host.signal(SIGSTOP)
        var before = -1
        _ = try await eventually {
            let now = subscriber.lines().count
            usleep(200_000)
            defer { before = now }
            return now == before
        }
        broker.kill()
        host.signal(SIGCONT)
        #expect(
            try await eventually(.seconds(30)) {
                !self.warnings(host, ["mqtts://127.0.0.1:\(broker.port)", "next try in"]).isEmpty
            }, "\(host.lines())")
        for _ in 0..<5 { try plant.feed(1000) }
        try await broker.start()
        try await expectAll(plant, subscriber)
    }

    @Test func `a certificate that the broker does not accept`() async throws {
        let certificates = try TestCertificates()
        let plainPort = try TestBroker.freePort()
        let broker = try Self.tlsBroker(certificates, plainPort: plainPort)
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: plainPort, topic: Plant.topic))
        defer { subscriber.stop() }
        // The files of the host's identity are copies that can be mended.
        let identity = try TemporaryFolder()
        func install(_ name: String) throws {
            for ending in ["pem", "key"] {
                let target = identity.file("host.\(ending)")
                try? FileManager.default.removeItem(atPath: target)
                try FileManager.default.copyItem(atPath: certificates.path("\(name).\(ending)"), toPath: target)
            }
        }
        try install("foreign")
        let plant = try Plant(
            broker: """
                { host: 127.0.0.1, port: \(broker.port), clientId: tls, topic: "\(Plant.topic)", \
                tls: { ca: "\(certificates.path("ca.pem"))", certificate: "\(identity.file("host.pem"))", \
                key: "\(identity.file("host.key"))" } }
                """)
        try plant.feed(100)
        let host = try plant.start()
        #expect(
            try await eventually(.seconds(30)) {
                !self.warnings(host, ["mqtts://127.0.0.1:\(broker.port)", "certificate", "next try in"]).isEmpty
            }, "\(host.lines())")
        try install("client")
        try await expectAll(plant, subscriber)
    }

    @Test func `disk full`() async throws {
        guard let disk = try SmallDisk() else { return }
        let broker = try TestBroker()
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: full, topic: \"\(Plant.topic)\" }",
            state: disk.path + "/state")
        let host = try plant.start()
        // Not before: a spool that cannot be created ends the host.
        #expect(try await eventually(.seconds(30)) { host.lines().contains { $0.contains("started") } })
        try disk.fill()
        for _ in 0..<4 { try plant.feed(2000) }
        #expect(
            try await eventually(.seconds(30)) {
                !self.warnings(host, [disk.path + "/state/spool.sqlite", "disk full", "next try in"]).isEmpty
            }, "\(host.lines().suffix(5))")
        #expect(try plant.places().done < 4, "a file is done only when its events are on disk")
        let subscriber = try await startBroker(broker, before: host)
        defer { subscriber.stop() }
        try disk.empty()
        try await expectAll(plant, subscriber)
        #expect(try await eventually(.seconds(60)) { try plant.places() == (0, 4, 0) }, "\(host.lines().suffix(6))")
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(20)) == 0)
    }

    /// As after a fault of the disk, when the system lets nothing more be written to it.
    @Test func `a read-only file system is named at the start, and changes nothing`() async throws {
        guard let disk = try SmallDisk() else { return }
        let broker = try TestBroker()
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: fixed, topic: \"\(Plant.topic)\" }",
            state: disk.path + "/state")
        try plant.feed(10)
        let first = try plant.start()
        #expect(try await eventually { first.lines().contains { $0.contains("\"queued\":10,") } })
        first.signal(SIGTERM)
        #expect(try await first.exitStatus(within: .seconds(20)) == 0)
        try plant.feed(10)
        try disk.remount("ro")
        let second = try plant.start()
        #expect(try await second.exitStatus(within: .seconds(20)) == 1)
        #expect(second.lines().last?.contains(disk.path + "/state/lock: cannot open: Read-only file system") == true)
        #expect(try plant.places() == (1, 1, 0))
        try disk.remount("rw")
        let third = try plant.start()
        let subscriber = try await startBroker(broker, before: third)
        defer { subscriber.stop() }
        try await expectAll(plant, subscriber)
    }

    /// A broker that wants a certificate, and beside it a plain listener for the subscriber.
    static func tlsBroker(_ certificates: TestCertificates, plainPort: Int) throws -> TestBroker {
        try TestBroker(
            settings: """
                cafile \(certificates.path("ca.pem"))
                certfile \(certificates.path("server.pem"))
                keyfile \(certificates.path("server.key"))
                require_certificate true
                allow_anonymous true
                listener \(plainPort) 127.0.0.1
                """)
    }

    static func tlsConfiguration(port: Int, _ certificates: TestCertificates, client: String) -> String {
        """
        { host: 127.0.0.1, port: \(port), clientId: tls, topic: "\(Plant.topic)", \
        tls: { ca: "\(certificates.path("ca.pem"))", certificate: "\(certificates.path("\(client).pem"))", \
        key: "\(certificates.path("\(client).key"))" } }
        """
    }
}
