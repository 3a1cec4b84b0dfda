import Foundation
import Glibc
import TestServers
import Testing

@testable import IoTTransport

@Suite(.serialized, .enabled(if: TestBroker.program != nil, "mosquitto is not installed"))
struct BrokerTests {
    let folder: TemporaryFolder
    let log = LogLines()

    init() throws { folder = try TemporaryFolder() }

    func settings(_ port: Int, tls: TLSSettings? = nil) -> BrokerSettings {
        BrokerSettings(
            host: "127.0.0.1", port: port, clientID: "test", tls: tls, connectTimeout: .seconds(5))
    }

    func openSpool(_ settings: SpoolSettings? = nil) throws -> Spool {
        let spool = Spool(settings ?? SpoolSettings(path: folder.file("spool.db")), logger: log.logger)
        try spool.open()
        return spool
    }

    func delivery(
        _ spool: Spool, _ broker: BrokerSettings, _ settings: DeliverySettings = .init(), retry: RetrySettings = .quick
    ) -> Delivery {
        var settings = settings
        settings.retry = retry
        let delivery = Delivery(spool: spool, broker: broker, settings: settings, logger: log.logger)
        delivery.start()
        return delivery
    }

    /// Subscribes, and returns only once the subscription holds.
    func subscriber(_ port: Int, qualityOfService: Int = 1) async throws -> TestSubscriber {
        let program = try #require(TestBroker.subscriber, "mosquitto_sub is not installed")
        let subscriber = try TestSubscriber(
            program, port: port, topic: Events.topic, qualityOfService: qualityOfService)
        let chunk = Events.chunk("!", 0..<1, topic: "ready")
        let append = SpoolAppend(source: "r", chunks: chunk.map { [$0] } ?? [])
        let spool = try openSpool(SpoolSettings(path: folder.file("ready-\(UUID()).db")))
        let delivery = delivery(spool, BrokerSettings(host: "127.0.0.1", port: port, clientID: "ready"))
        #expect(
            try await eventually {
                _ = try spool.mailbox.tryAppend(append)
                usleep(20_000)
                return subscriber.lines().contains("! 0")
            })
        await delivery.stop(within: .seconds(1))
        spool.close()
        return subscriber
    }

    func received(_ subscriber: TestSubscriber) -> [String] { subscriber.lines().filter { $0 != "! 0" } }

    func expected(_ source: String, _ count: Int, size: Int) -> [String] {
        (0..<count).map { String(decoding: Events.bytes(source, $0, size: size), as: UTF8.self) }
    }

    @Test(.timeLimit(.minutes(1))) func everythingArrivesInOrder() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try await subscriber(broker.port)
        let spool = try openSpool()
        let delivery = delivery(spool, settings(broker.port))
        for number in 0..<50 {
            try await spool.append(Events.append("a", number * 100..<number * 100 + 100, size: 300))
        }
        try await delivery.drained()
        #expect(try await eventually { received(subscriber).count >= 5_000 })
        #expect(received(subscriber) == expected("a", 5_000, size: 300))
        #expect(delivery.snapshot().acknowledged == 5_000 && delivery.snapshot().inFlight == 0)
        #expect(delivery.snapshot().isConnected && delivery.snapshot().lastFault == nil)
        await delivery.stop(within: .seconds(2))
        #expect(!delivery.snapshot().isConnected)
        spool.close()
        #expect(spool.counters().acknowledged == 5_000 && spool.counters().balances)
        #expect(log.warnings == [])
    }

    @Test(.timeLimit(.minutes(1))) func aKilledBrokerLosesNothing() async throws {
        let broker = try TestBroker()
        try await broker.start()
        // At QoS 0 a subscriber writes nothing, so it reads all that the broker wrote before it was killed.
        let first = try await subscriber(broker.port, qualityOfService: 0)
        let spool = try openSpool()
        // Long enough for the second subscriber to be there first.
        let delivery = delivery(
            spool, settings(broker.port), DeliverySettings(rate: 4_000, rateBurst: 20),
            retry: RetrySettings(minimum: .seconds(3), maximum: .seconds(3)))
        for number in 0..<100 { try await spool.append(Events.append("a", number * 50..<number * 50 + 50, size: 300)) }
        #expect(try await eventually { delivery.snapshot().acknowledged > 1_500 })
        broker.kill()
        #expect(try await eventually { !delivery.snapshot().isConnected })
        #expect(delivery.snapshot().lastFault?.contains(": connection lost: ") == true)
        // What has its PUBACK was written to the subscriber before.
        #expect(try await eventually { received(first).count >= delivery.snapshot().acknowledged })
        first.stop()
        try await broker.start()
        let second = try await subscriber(broker.port, qualityOfService: 0)
        #expect(delivery.snapshot().sessions == 1)
        try await delivery.drained()
        await delivery.stop(within: .seconds(2))
        spool.close()
        #expect(spool.counters().acknowledged == 5_000 && spool.counters().balances)
        #expect(delivery.snapshot().sessions == 2)
        let all = Set(expected("a", 5_000, size: 300))
        #expect(try await eventually { Set(received(first)).union(received(second)) == all })
        // Twice is only what was in flight.
        #expect(received(first).count + received(second).count - 5_000 <= 64)
    }

    @Test(.timeLimit(.minutes(1))) func aBrokerThatIsDownIsNamedAndAwaited() async throws {
        let broker = try TestBroker()
        let spool = try openSpool()
        let delivery = delivery(spool, settings(broker.port))
        try await spool.append(Events.append("a", 0..<10))
        #expect(try await eventually { delivery.snapshot().lastFault != nil })
        let fault = try #require(delivery.snapshot().lastFault)
        #expect(fault.hasPrefix("mqtt://127.0.0.1:\(broker.port): TCP: Connection refused; next try in 0."))
        #expect(log.warnings.first == "warning: \(fault)" || log.warnings.count > 1)
        #expect(delivery.snapshot().nextTry != nil)
        try await broker.start()
        try await delivery.drained()
        #expect(delivery.snapshot().lastFault == nil && delivery.snapshot().nextTry == nil)
        await delivery.stop(within: .seconds(2))
        spool.close()
        #expect(spool.counters().acknowledged == 10)
    }

    @Test(.timeLimit(.minutes(1))) func aStopTakesNoLongerThanItsLimit() async throws {
        // It accepts and never answers.
        let listener = try TestBroker.listener()
        defer { close(listener) }
        let spool = try openSpool()
        let delivery = delivery(spool, settings(TestBroker.port(of: listener)))
        _ = try await eventually(.milliseconds(100)) { false }
        let start = ContinuousClock.now
        await delivery.stop(within: .milliseconds(500))
        #expect(ContinuousClock.now - start < .milliseconds(1_500))
        spool.close()
    }

    @Test(.timeLimit(.minutes(1))) func refusalsAreClassified() async throws {
        let broker = try TestBroker(settings: "allow_anonymous false\npassword_file /dev/null")
        try await broker.start()
        let spool = try openSpool()
        let delivery = delivery(spool, settings(broker.port))
        #expect(try await eventually { delivery.snapshot().lastFault != nil })
        #expect(delivery.snapshot().lastFault?.contains(": not authorised: ") == true)
        await delivery.stop(within: .seconds(1))
        spool.close()
    }

    @Test(.timeLimit(.minutes(1))) func anUnknownNameIsClassified() async throws {
        let spool = try openSpool()
        var broker = settings(1_883)
        broker.host = "no such name.invalid"
        let delivery = delivery(spool, broker)
        #expect(try await eventually { delivery.snapshot().lastFault != nil })
        #expect(delivery.snapshot().lastFault?.contains(": name look-up: no such name.invalid: ") == true)
        await delivery.stop(within: .seconds(1))
        spool.close()
    }

    @Test(.timeLimit(.minutes(1))) func theRateIsKept() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let spool = try openSpool()
        try await spool.append(Events.append("a", 0..<60))
        let start = ContinuousClock.now
        let delivery = delivery(spool, settings(broker.port), DeliverySettings(rate: 100, rateBurst: 8))
        try await delivery.drained()
        #expect(ContinuousClock.now - start > .milliseconds(500))
        await delivery.stop(within: .seconds(1))
        spool.close()
    }
}
