import Foundation
import TestServers
import Testing

@testable import IoTTransport

/// Delivery with a shadow against mosquitto, with a shadow service beside it and without one.
@Suite(
    .serialized,
    .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "mosquitto is not installed"))
struct ShadowBrokerTests {
    static let base = "$aws/things/press-1/shadow"
    let folder: TemporaryFolder
    let log = LogLines()

    init() throws { folder = try TemporaryFolder() }

    func broker(_ port: Int) -> BrokerSettings {
        BrokerSettings(
            host: "127.0.0.1", port: port, clientID: "press-1", connectTimeout: .seconds(5))
    }

    var shadow: ShadowSettings { ShadowSettings(statePath: folder.file("shadow.json")) }

    func openSpool() throws -> Spool {
        let spool = Spool(SpoolSettings(path: folder.file("spool.db")), logger: log.logger)
        try spool.open()
        return spool
    }

    /// Events of one type, named by their numbers.
    func append(_ spool: Spool, _ type: String, _ numbers: Range<Int>) async throws {
        let id = try spool.typeID(eventType: type, eventSubtype: "x")
        var counts = SpoolCounts()
        counts.mapped = numbers.count
        let chunk = Events.chunk(type, numbers, type: id)
        try await spool.append(SpoolAppend(source: type, chunks: chunk.map { [$0] } ?? [], counts: counts))
    }

    func delivery(
        _ spool: Spool, _ port: Int, filter: LiveFilter = LiveFilter(), settings: DeliverySettings = .init(),
        shadow: ShadowSettings? = nil, rejectedTopic: String? = nil
    ) -> Delivery {
        var settings = settings
        settings.retry = .quick
        let delivery = Delivery(
            spool: spool, broker: broker(port), settings: settings, filter: filter, shadow: shadow ?? self.shadow,
            rejectedTopic: rejectedTopic, logger: log.logger)
        delivery.start()
        return delivery
    }

    func count(_ subscriber: TestSubscriber, _ type: String) -> Int {
        subscriber.lines().count { $0.hasPrefix(type + " ") }
    }

    @Test(.timeLimit(.minutes(1))) func `a switch made while the host was offline holds for what was queued before`()
        async throws
    {
        let broker = try TestBroker()
        try await broker.start()
        let service = try #require(try await ShadowService.start(port: broker.port))
        defer { service.stop() }
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Events.topic))
        defer { subscriber.stop() }
        var spool = try openSpool()
        let filter = LiveFilter()
        var delivery = delivery(spool, broker.port, filter: filter)
        try await append(spool, "ODA", 0..<10)
        try await delivery.drained()
        #expect(try await eventually { delivery.snapshot().shadow.phase == .synced }, "\(log.all)")
        #expect(
            try await eventually { service.document(Self.base)?.reported["event_publishing_enabled"] == true })
        await delivery.stop(within: .seconds(2))
        // Offline: events are queued, and the operator blacklists a type.
        try await append(spool, "ODA", 10..<5_000)
        try await append(spool, "status", 0..<100)
        try await append(spool, "ODA", 5_000..<6_000)
        spool.close()
        try service.desire(Self.base, ["event_type_blacklist": ["ODA"]])
        spool = try openSpool()
        let second = LiveFilter()
        delivery = self.delivery(spool, broker.port, filter: second)
        try await delivery.drained()
        #expect(try await eventually { count(subscriber, "status") == 100 })
        #expect(count(subscriber, "ODA") == 10)
        #expect(second.current.blacklist == ["ODA"])
        #expect(try await eventually { service.document(Self.base)?.reported["event_type_blacklist"] == ["ODA"] })
        // Off the list again: it comes within a second or so.
        try service.desire(Self.base, ["event_type_blacklist": []])
        #expect(try await eventually { second.current.blacklist.isEmpty })
        try await append(spool, "ODA", 6_000..<6_010)
        try await delivery.drained()
        #expect(try await eventually { count(subscriber, "ODA") == 20 })
        await delivery.stop(within: .seconds(2))
        spool.close()
        let counters = spool.counters()
        #expect(counters.balances && counters.filteredLate == 5_990)
        #expect(counters.named["filtered_late:event_type_blacklist:ODA"] == 5_990)
    }

    @Test(.timeLimit(.minutes(1))) func `blacklisting stops a long backlog within a second, and hold keeps it`()
        async throws
    {
        let broker = try TestBroker()
        try await broker.start()
        let service = try #require(try await ShadowService.start(port: broker.port))
        defer { service.stop() }
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Events.topic))
        defer { subscriber.stop() }
        let spool = try openSpool()
        let filter = LiveFilter(EventFilter(whenDisabled: .hold))
        // Slow enough for a backlog of hours.
        let delivery = delivery(
            spool, broker.port, filter: filter, settings: DeliverySettings(window: 8, rate: 50, rateBurst: 4))
        for start in 0..<40 { try await append(spool, "ODA", start * 1_000..<start * 1_000 + 1_000) }
        #expect(try await eventually { count(subscriber, "ODA") > 20 })
        try service.desire(Self.base, ["event_publishing_enabled": false])
        #expect(try await eventually { !filter.current.isPublishingEnabled })
        let inFlight = 8 + 4
        let held = count(subscriber, "ODA")
        try await Task.sleep(for: .milliseconds(600))
        #expect(count(subscriber, "ODA") <= held + inFlight && spool.counters().waiting > 39_000)
        try service.desire(Self.base, ["event_publishing_enabled": true, "event_type_blacklist": ["ODA"]])
        #expect(try await eventually { filter.current == EventFilter(blacklist: ["ODA"], whenDisabled: .hold) })
        try await append(spool, "status", 0..<3)
        try await delivery.drained()
        #expect(count(subscriber, "ODA") < 1_000)
        #expect(try await eventually { count(subscriber, "status") == 3 })
        await delivery.stop(within: .seconds(2))
        spool.close()
        #expect(spool.counters().balances && spool.counters().filteredLate > 39_000)
    }

    @Test(.timeLimit(.minutes(1))) func `without any answer telemetry flows after two seconds`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let spool = try openSpool()
        try await append(spool, "ODA", 0..<100)
        let start = ContinuousClock.now
        let delivery = delivery(spool, broker.port)
        try await delivery.drained()
        #expect(ContinuousClock.now - start > .seconds(1))
        #expect(
            try await eventually(.seconds(40)) { delivery.snapshot().shadow.phase == .unavailable }, "\(log.all)")
        #expect(delivery.snapshot().shadow.reason == "no answer to get")
        await delivery.stop(within: .seconds(2))
        spool.close()
        #expect(spool.counters().acknowledged == 100)
    }

    @Test(.timeLimit(.minutes(1))) func `the last state holds where there is no answer`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        try ShadowStateFile(path: shadow.statePath).store(ShadowState(blacklist: ["ODA"]))
        let spool = try openSpool()
        try await append(spool, "ODA", 0..<100)
        try await append(spool, "status", 0..<5)
        let delivery = delivery(spool, broker.port)
        try await delivery.drained()
        await delivery.stop(within: .seconds(2))
        spool.close()
        #expect(spool.counters().acknowledged == 5 && spool.counters().filteredLate == 100)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [nil, 0x80] as [UInt8?])
    func `a refused SUBSCRIBE, or a cut at it, and telemetry flows`(code: UInt8?) async throws {
        let broker = try StubBroker(.init(suback: code))
        try broker.start()
        defer { broker.stop() }
        let spool = try openSpool()
        try await append(spool, "ODA", 0..<100)
        let delivery = delivery(spool, broker.port, rejectedTopic: "dev/telemetryData/press-1/rejected")
        try await delivery.drained()
        #expect(try await eventually { delivery.snapshot().shadow.phase == .unavailable }, "\(log.all)")
        #expect(delivery.snapshot().isConnected)
        if code == nil { #expect(delivery.snapshot().shadow.reason?.contains("cut") == true) }
        await delivery.stop(within: .seconds(2))
        spool.close()
        #expect(spool.counters().acknowledged == 100)
    }

    @Test(.timeLimit(.minutes(1))) func `rejected telemetry is counted, and logged once a minute`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let publisher = try #require(TestBroker.publisher)
        let spool = try openSpool()
        let topic = "dev/telemetryData/press-1/rejected"
        let delivery = Delivery(
            spool: spool, broker: self.broker(broker.port), settings: .init(), rejectedTopic: topic, logger: log.logger)
        delivery.start()
        #expect(
            try await eventually {
                let arguments = ["-h", "127.0.0.1", "-p", "\(broker.port)", "-t", topic, "-m", "{\"secret\":1}"]
                try TestBroker.launch(publisher, arguments, output: nil).waitUntilExit()
                return delivery.snapshot().rejectedTelemetry >= 3
            })
        #expect(log.warnings.count == 1 && log.warnings.first?.contains("rejected 1 telemetry messages") == true)
        #expect(!log.all.contains { $0.contains("secret") })
        await delivery.stop(within: .seconds(1))
        spool.close()
    }

    @Test(.timeLimit(.minutes(1))) func `the summary goes to its own shadow, and the operator reads and writes`()
        async throws
    {
        let broker = try TestBroker()
        try await broker.start()
        let service = try #require(try await ShadowService.start(port: broker.port))
        defer { service.stop() }
        let spool = try openSpool()
        var settings = shadow
        settings.summary = { oldest in
            HostSummary(
                version: "1", sources: [.init(id: "a", health: "running")], queueDepth: 0, oldestWaiting: oldest,
                certificateExpiry: 86_400)
        }
        let filter = LiveFilter()
        let delivery = delivery(spool, broker.port, filter: filter, shadow: settings)
        #expect(
            try await eventually(.seconds(20)) {
                service.document(Self.base + "/name/adapter-host")?.reported["sources"]
                    == [["id": "a", "health": "running"]]
            }, "\(log.all)")
        var beside = self.broker(broker.port)
        beside.clientID += "-operator"
        let port = try ShadowOperator.connect(beside, thing: "press-1", name: nil)
        #expect(try port.get()?.rows.first { $0.key == "event_publishing_enabled" }?.reported == "true")
        try port.set(ShadowChange(isPublishingEnabled: false, added: ["b", "a"]))
        #expect(
            try await eventually { filter.current == EventFilter(isPublishingEnabled: false, blacklist: ["a", "b"]) })
        try port.set(ShadowChange(added: ["c"], removed: ["a"]))
        #expect(try await eventually { filter.current.blacklist == ["b", "c"] })
        #expect(try await eventually { try port.get()?.isSettled == true })
        #expect(try ShadowOperator.connect(beside, thing: "nobody", name: nil).get() == nil)
        await delivery.stop(within: .seconds(1))
        spool.close()
    }
}
