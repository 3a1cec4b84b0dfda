import TestServers
import Testing

@testable import IoTTransport

@Suite struct FaultyBrokerTests {
    let folder: TemporaryFolder
    let log = LogLines()

    init() throws { folder = try TemporaryFolder() }

    func deliver(
        _ behaviour: StubBroker.Behaviour, events: Int, _ settings: DeliverySettings = .init(),
        until holds: (StubBroker, Spool, Delivery) async throws -> Void
    ) async throws {
        let broker = try StubBroker(behaviour)
        try broker.start()
        defer { broker.stop() }
        let spool = Spool(SpoolSettings(path: folder.file("spool.db")), logger: log.logger)
        try spool.open()
        var settings = settings
        settings.retry = RetrySettings(
            minimum: .milliseconds(20), maximum: .milliseconds(40), afterRefusal: .milliseconds(60))
        let delivery = Delivery(
            spool: spool,
            broker: BrokerSettings(
                host: "127.0.0.1", port: broker.port, clientID: "test"),
            settings: settings, logger: log.logger)
        delivery.start()
        try await spool.append(Events.append("a", 0..<events))
        try await holds(broker, spool, delivery)
        await delivery.stop(within: .seconds(2))
        spool.close()
        #expect(spool.counters().balances)
    }

    func count(_ broker: StubBroker) -> [[UInt8]: Int] {
        broker.received.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    @Test(.timeLimit(.minutes(1))) func aPubackThatDoesNotComeMeansANewConnection() async throws {
        let settings = DeliverySettings(window: 4, acknowledgementTimeout: .milliseconds(200))
        try await deliver(.init(acknowledges: 3), events: 10, settings) { broker, spool, delivery in
            #expect(try await eventually { delivery.snapshot().sessions >= 2 })
            broker.set(.init())
            try await delivery.drained()
            #expect(log.warnings.first?.contains(": no PUBACK: none for 0.2 seconds") == true)
            let times = count(broker)
            // Each arrives; twice only what was in flight, and those with the same bytes.
            #expect(Set(times.keys) == Set((0..<10).map { Events.bytes("a", $0) }))
            #expect((0..<3).allSatisfy { times[Events.bytes("a", $0)] == 1 })
        }
    }

    @Test(.timeLimit(.minutes(1))) func aSessionThatIsCutAgainAndAgainLosesNothing() async throws {
        try await deliver(.init(closesAfter: 7), events: 60, .init(window: 5)) { broker, spool, delivery in
            try await delivery.drained()
            #expect(Set(count(broker).keys) == Set((0..<60).map { Events.bytes("a", $0) }))
            #expect(delivery.snapshot().sessions >= 8)
            #expect(log.warnings.count >= 8)
            // From the third cut on it says what is likely.
            #expect(log.warnings.prefix(2).allSatisfy { $0.contains(": connection lost: ") })
            let rest = log.warnings.dropFirst(2)
            #expect(rest.allSatisfy { $0.contains(": cut again and again: ") && $0.contains("as \"test\"?") })
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            (5, "not authorised: "), (4, "not authorised: "), (7, "not authorised: CONNACK 7"),
            (2, "refused by the broker: "), (nil, "closed before CONNACK: "),
        ] as [(UInt8?, String)])
    func everyRefusalHasItsClassAndOneLine(code: UInt8?, text: String) async throws {
        try await deliver(.init(connack: code), events: 3) { broker, spool, delivery in
            #expect(try await eventually { log.warnings.count >= 2 })
            let start = "warning: mqtt://127.0.0.1:\(broker.port): \(text)"
            #expect(log.warnings.allSatisfy { $0.hasPrefix(start) && $0.hasSuffix("next try in 0.1 s") })
            #expect(broker.received.isEmpty && !delivery.snapshot().isConnected)
            broker.set(.init())
            try await delivery.drained()
        }
    }

    @Test(.timeLimit(.minutes(1))) func aStopKeepsWhatWasAcknowledged() async throws {
        try await deliver(.init(acknowledges: 6), events: 20, .init(window: 10)) { broker, spool, delivery in
            let isThere = try await eventually { delivery.snapshot().acknowledged == 6 }
            #expect(isThere)
            await delivery.stop(within: .milliseconds(100))
            spool.close()
            #expect(spool.counters().acknowledged == 6 && spool.counters().waiting == 14)
        }
    }
}
