import Foundation
import Glibc
import TestServers
import Testing

/// The built host against a real broker over a network that does what it likes. An oracle compares what was fed with what a
/// QoS 1 subscriber got.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct NetworkTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] != nil
    /// Quick to try again, and to notice that nothing is acknowledged.
    private static let delivery =
        "delivery: { acknowledgementTimeout: 2s, retry: { minimum: 100ms, maximum: 1s, afterRefusal: 300ms } }"

    private func expectAll(_ plant: Plant, _ subscriber: TestSubscriber, _ host: HostProcess) async throws {
        var received = Received([])
        _ = try await eventually(.seconds(60)) {
            received = Received(subscriber.lines())
            return received.distinct >= plant.fed
        }
        #expect(received.distinct == plant.fed, "\(host.lines().suffix(4))")
        #expect(received.underTwoIDs == 0 && received.changed == 0)
    }

    private func balance(_ host: HostProcess) -> [String: Int] {
        guard let line = host.lines().last(where: { $0.contains("\"message\":\"stopped\"") }),
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        else { return [:] }
        let metadata = object["metadata"] as? [String: Any] ?? object
        return metadata.compactMapValues { $0 as? Int ?? Int("\($0)") }
    }

    @Test(arguments: [
        ("cuts", FaultyProxy.Behaviour(cut: 25)), ("truncates", .init(truncate: 25)), ("delays", .init(delay: 5)),
        ("half-opens", .init(halfOpen: 40)),
        ("does all of it", .init(cut: 60, truncate: 60, delay: 20, halfOpen: 100)),
    ])
    func `a network that drops, delays and lies loses nothing`(name: String, behaviour: FaultyProxy.Behaviour)
        async throws
    {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("\(name): seed \(seed)")
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let proxy = try FaultyProxy(target: broker.port, seed: seed, behaviour)
        defer { proxy.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(proxy.port), clientId: net, topic: \"\(Plant.topic)\" }",
            more: Self.delivery)
        let host = try plant.start()
        let rounds = Self.isLong ? 40 : 3
        for round in 0..<40 where round < rounds || (name != "delays" && proxy.counts.faults == 0) {
            try plant.feed(300)
            try await Task.sleep(for: .milliseconds(300))
        }
        _ = try await eventually(.seconds(Self.isLong ? 60 : 4)) { Received(subscriber.lines()).distinct >= plant.fed }
        if name != "delays" { #expect(proxy.counts.faults > 0 && proxy.counts.connections > 1) }
        // The network is mended: what is still open is cut once, since nobody else would end it soon.
        proxy.set(.init())
        try await expectAll(plant, subscriber, host)
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        let end = balance(host)
        #expect(end["queued"] == plant.fed && end["waiting"] == 0 && end["acknowledged"] == plant.fed, "\(end)")
    }

    /// A broker that stands still with TLS answers nothing, and no socket says so.
    @Test func `a broker that stands still, and one that is killed, with TLS`() async throws {
        let certificates = try TestCertificates()
        let plainPort = try TestBroker.freePort()
        let broker = try FaultTests.tlsBroker(certificates, plainPort: plainPort)
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: plainPort, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: FaultTests.tlsConfiguration(port: broker.port, certificates, client: "client"), more: Self.delivery)
        let host = try plant.start()
        try plant.feed(200)
        #expect(try await eventually(.seconds(20)) { Received(subscriber.lines()).distinct == plant.fed })
        for _ in 0..<(Self.isLong ? 10 : 2) {
            broker.signal(SIGSTOP)
            try plant.feed(200)
            let isNoticed = try await eventually(.seconds(20)) {
                host.lines().contains { $0.contains("no PUBACK") || $0.contains("timed out") }
            }
            #expect(isNoticed, "\(host.lines().suffix(3))")
            broker.signal(SIGCONT)
            try await expectAll(plant, subscriber, host)
        }
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        #expect(balance(host)["waiting"] == 0)
    }

    /// One message too large for the broker among good ones: it alone ends in the dead letters.
    @Test func `a message above the broker's limit ends in the dead letters, and the good ones arrive`() async throws {
        let broker = try TestBroker(settings: "allow_anonymous true\nmax_packet_size 20000")
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: large, topic: \"\(Plant.topic)\" }",
            more: Self.delivery)
        try plant.feed(100)
        let notes = String(repeating: "large ", count: 5_000)
        try plant.put(
            """
            <ProductionDataAcquisition><Message DeviceID="6000"><JobEvent JobID="poison" Note="\(notes)"/></Message>
            </ProductionDataAcquisition>
            """)
        try plant.feed(100)
        let host = try plant.start()
        try await expectAll(plant, subscriber, host)
        #expect(!subscriber.lines().contains { $0.contains("\"jobid\":\"poison\"") })
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        let connections = host.lines().filter { $0.contains("connected as") }.count
        #expect((4...8).contains(connections), "\(connections) connections")
        let end = balance(host)
        #expect(
            end["queued"] == 201 && end["acknowledged"] == 200 && end["deadLate"] == 1 && end["waiting"] == 0, "\(end)")
        #expect(host.lines().contains { $0.contains("given up and now a dead letter") })
    }

    /// Two hosts with one client id cut each other for ever: each says so and slows down.
    @Test func `a client id that is used twice is named`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let configuration = "{ host: 127.0.0.1, port: \(broker.port), clientId: twin, topic: \"\(Plant.topic)\" }"
        let plants = try (0..<2).map { _ in try Plant(broker: configuration, more: Self.delivery) }
        let hosts = try plants.map { try $0.start() }
        let isNamed = try await eventually(.seconds(30)) {
            hosts.contains { host in
                host.lines().contains {
                    $0.contains("cut again and again") && $0.contains("is another client connected")
                }
            }
        }
        #expect(isNamed, "\(hosts[0].lines().suffix(4))")
        hosts[1].kill()
        try plants[0].feed(20)
        let isDelivered = try await eventually(.seconds(30)) {
            hosts[0].lines().contains { $0.contains("\"acknowledged\":20") }
        }
        #expect(isDelivered, "\(hosts[0].lines().suffix(3))")
    }
}
