import GRDB
import TestServers
import Testing

@testable import IoTTransport

/// The filter at the far end of the spool: what was queued before it changed.
@Suite struct LateFilterTests {
    let folder: TemporaryFolder
    let log = LogLines()

    init() throws { folder = try TemporaryFolder() }

    static let names: [UInt16: EventTypeTable.Name] = [
        0: .init(type: "status", subtype: "ink"), 1: .init(type: "status", subtype: "job"),
        2: .init(type: "ODA", subtype: "JobEvent"),
    ]

    func late(_ filter: EventFilter) -> LateFilter { LateFilter(filter) { Self.names[$0] } }

    @Test func `a type, a subtype, and publishing itself`() {
        var filter = late(EventFilter(blacklist: ["ODA", "status.ink"]))
        #expect(rule(&filter, 0) == "event_type_blacklist:status.ink")
        #expect(rule(&filter, 1) == nil)
        #expect(rule(&filter, 2) == "event_type_blacklist:ODA")
        #expect(rule(&filter, EventTypeTable.overflow) == nil)
        var disabled = late(EventFilter(isPublishingEnabled: false))
        #expect(rule(&disabled, 1) == "event_publishing_enabled" && !disabled.holdsAll)
        var held = late(EventFilter(isPublishingEnabled: false, blacklist: ["ODA"], whenDisabled: .hold))
        #expect(rule(&held, 1) == nil && rule(&held, 2) != nil && held.holdsAll)
    }

    func rule(_ filter: inout LateFilter, _ type: UInt16) -> String? { filter.rule(against: type) }
    func next(_ window: inout DeliveryWindow) -> DeliveryWindow.Outgoing? { window.next(now: 0) }
    func acknowledged(_ window: inout DeliveryWindow, _ message: Int32) -> Bool { window.acknowledged(message) }
    func hasDropped(_ window: inout DeliveryWindow) -> Bool { window.takeHasDropped() }
    func completed(_ window: inout DeliveryWindow) -> [CompletedChunk] { window.takeCompleted() }

    func stored(_ id: Int64, types: [UInt16], first: Int = 0) throws -> StoredChunk {
        var builder = ChunkBuilder(topic: Events.topic)
        for (number, type) in types.enumerated() {
            let bytes = Events.bytes("e", Int(id) * 100 + number)
            builder.append(size: bytes.count, type: type) { $0.copyBytes(from: bytes) }
        }
        let chunk = builder.finish()
        return StoredChunk(id: id, chunk: try #require(chunk), storedFirst: first, first: first)
    }

    @Test func `blacklisted events are skipped, those in flight finish, the rest goes out`() throws {
        var window = DeliveryWindow(DeliverySettings(window: 3))
        window.add(try stored(1, types: [0, 1, 0, 2, 1, 0, 0]))
        var sent: [Int] = []
        while let outgoing = next(&window) {
            sent.append(outgoing.index)
            window.published(outgoing, message: Int32(outgoing.index + 1), now: 0)
        }
        #expect(sent == [0, 1, 2])
        window.filter(by: late(EventFilter(blacklist: ["status.ink", "ODA"])))
        for message: Int32 in [1, 2, 3] { #expect(acknowledged(&window, message)) }
        let following = try #require(next(&window))
        #expect(following.index == 4 && hasDropped(&window))
        window.published(following, message: 5, now: 0)
        #expect(next(&window)?.index == nil)
        #expect(
            window.prefixes[1]
                == ChunkPrefix(events: 4, departures: Departures(filtered: ["event_type_blacklist:ODA": 1])))
        #expect(acknowledged(&window, 5))
        let done = completed(&window)
        #expect(done.map(\.id) == [1])
        #expect(
            done.first?.departures.filtered == ["event_type_blacklist:ODA": 1, "event_type_blacklist:status.ink": 2])
        #expect(window.unsent == 0 && window.inFlight == 0)
    }

    @Test func `holding keeps all, and lets go of all`() throws {
        var window = DeliveryWindow(DeliverySettings(window: 3))
        window.add(try stored(1, types: [0, 2]))
        window.filter(by: late(EventFilter(isPublishingEnabled: false, blacklist: ["ODA"], whenDisabled: .hold)))
        #expect(next(&window)?.index == nil && completed(&window).isEmpty)
        window.filter(by: late(EventFilter(blacklist: ["ODA"])))
        let following = try #require(next(&window))
        window.published(following, message: 1, now: 0)
        #expect(next(&window)?.index == nil && acknowledged(&window, 1))
        #expect(completed(&window).first?.departures.filtered == ["event_type_blacklist:ODA": 1])
    }

    @Test func `late drops are counted by rule with their deletion, across restarts`() throws {
        let settings = SpoolSettings(path: folder.file("spool.db"))
        var database = try SpoolDatabase(settings)
        var work = SpoolWork()
        work.appends = [Events.append("a", 0..<10), Events.append("a", 10..<20)]
        var outcome = try database.store(work)
        let (first, second) = (outcome.chunks[0], outcome.chunks[1])
        var release = SpoolWork()
        release.counters = outcome.counters
        release.released = [
            ReleasedChunk(CompletedChunk(stored: first, departures: Departures(filtered: ["x": 3, "y": 2])))
        ]
        release.prefixes = [second.id: ChunkPrefix(events: 6, departures: Departures(filtered: ["x": 4]))]
        outcome = try database.store(release)
        #expect(outcome.counters.balances && outcome.counters.filteredLate == 9)
        #expect(outcome.counters.acknowledged == 7 && outcome.counters.waiting == 4)
        try database.close()
        database = try SpoolDatabase(settings)
        let contents = try database.load()
        #expect(contents.counters == outcome.counters)
        #expect(contents.counters.named["filtered_late:x"] == 7 && contents.counters.named["filtered_late:y"] == 2)
        // What was counted with the prefix is not counted again with the chunk.
        let rest = try database.read(after: 0, bytes: 1_000_000, events: 100, released: [], prefixes: [:])
        var last = SpoolWork()
        last.counters = contents.counters
        last.released = [
            ReleasedChunk(
                CompletedChunk(stored: try #require(rest.chunks.first), departures: Departures(filtered: ["x": 1])))
        ]
        let end = try database.store(last).counters
        #expect(end.balances && end.filteredLate == 10 && end.acknowledged == 10 && end.waiting == 0)
    }

    @Test func `a failed deletion counts nothing`() throws {
        let database = try SpoolDatabase(SpoolSettings(path: folder.file("spool.db")))
        var work = SpoolWork()
        work.appends = [Events.append("a", 0..<10)]
        let outcome = try database.store(work)
        var broken = SpoolWork()
        broken.counters = outcome.counters
        broken.released = [
            ReleasedChunk(CompletedChunk(stored: outcome.chunks[0], departures: Departures(filtered: ["x": 10])))
        ]
        broken.appends = [Events.append("b", 0..<5)]
        broken.types = [
            .init(id: 1, name: .init(type: "a", subtype: "b")), .init(id: 1, name: .init(type: "a", subtype: "b")),
        ]
        #expect(throws: DatabaseError.self) { try database.store(broken) }
        #expect(try database.load().counters == outcome.counters)
    }
}
