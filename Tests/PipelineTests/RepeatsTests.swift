import AdapterAPI
import Foundation
import GRDB
import Logging
import Synchronization
import TestServers
import Testing

@testable import IoTTransport
@testable import Pipeline

/// Repeats are dropped by a real spool's window, in the transaction of what it covers.
@Suite struct RepeatsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func spool(_ name: String = "spool.db", maxBytes: Int64 = 4 << 30) throws -> Spool {
        let spool = Spool(
            SpoolSettings(path: folder.file(name), maxBytes: maxBytes),
            logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        try spool.open()
        return spool
    }

    private func sink(
        _ spool: Spool, source: String = "jmf", filter: EventFilter = EventFilter(),
        largest: Int = EventMapper.largestEvent, repeats: RepeatLimits = RepeatLimits(), day: Int64 = 20_000
    ) -> SpoolSink {
        let mapper = EventMapperTests.mapper(source: source, filter: filter, largest: largest)
        let clock = AdapterClock(now: { (day * 86_400 + 7, 0) }, sleep: { _ in })
        return SpoolSink(spool: spool, source: source, topic: "t", mapper: mapper, repeats: repeats, clock: clock)
    }

    private func batch(_ identities: [Int], drops: Bool = true, time: Int64 = 1_800_000_000) -> RecordBatch {
        var batch = RecordBatch(document: "feed.jmf")
        let kind = batch.index(of: RecordKind(eventType: "prinect.xjmf", eventSubtype: "SignalStatus"))
        let key = batch.index(ofAssetKey: "6000")
        for identity in identities {
            Array("{\"n\":\(identity)}".utf8).withUnsafeBytes { payload in
                batch.append(
                    payload: payload, kind: kind, assetKey: key, time: Timestamp(secondsSince1970: time),
                    identity: ContentHash(of: "\(identity)"), origin: .init(line: 1), dropsRepeats: drops)
            }
        }
        return batch
    }

    private func counters(_ spool: Spool, of source: String = "jmf") async throws -> SpoolCounters {
        try await spool.flush(source: source)
        let counters = spool.counters()
        #expect(counters.mapped == counters.queued + counters.filtered + counters.duplicate + counters.dead)
        #expect(counters.queued == counters.waiting + counters.acknowledged)
        return counters
    }

    @Test func `a message sent again is dropped and counted, also after a restart`() async throws {
        let first = try spool()
        try await sink(first).send(batch([1, 2, 1]), checkpoint: nil)
        #expect(try await counters(first).duplicate == 1)
        first.close()
        let again = try spool()
        let sink = sink(again)
        try await sink.send(batch([2, 3]), checkpoint: nil)
        try await sink.send(batch([3, 4, 1]), checkpoint: nil)
        let counts = try await counters(again)
        #expect(counts.queued == 4 && counts.duplicate == 4 && counts.mapped == 8)
        again.close()
    }

    @Test func `records of other documents are facts of their own, and cost nothing`() async throws {
        let spool = try spool()
        let sink = sink(spool)
        for _ in 0..<3 { try await sink.send(batch([1, 2], drops: false), checkpoint: nil) }
        #expect(try await counters(spool).queued == 6)
        #expect(try await spool.recentIDs(of: "jmf") == [])
        spool.close()
    }

    @Test func `each source has a window of its own`() async throws {
        let spool = try spool()
        try await sink(spool, source: "a").send(batch([1]), checkpoint: nil)
        try await sink(spool, source: "b").send(batch([1]), checkpoint: nil)
        #expect(try await counters(spool, of: "b").queued == 2)
        spool.close()
    }

    @Test func `what was filtered or refused is taken when it comes again`() async throws {
        let spool = try spool()
        try await sink(spool, filter: EventFilter(isPublishingEnabled: false)).send(batch([1, 1]), checkpoint: nil)
        try await sink(spool, largest: 10).send(batch([2, 2]), checkpoint: nil)
        let before = try await counters(spool)
        #expect(before.filtered == 2 && before.dead == 2 && before.duplicate == 0)
        try await sink(spool).send(batch([1, 2]), checkpoint: nil)
        #expect(try await counters(spool).queued == 2)
        // And one that was queued is no repeat for the filter: it is held back like any other.
        try await sink(spool, filter: EventFilter(isPublishingEnabled: false)).send(batch([1]), checkpoint: nil)
        #expect(try await counters(spool).filtered == 3)
        spool.close()
    }

    @Test func `repeats are not dropped when none are remembered`() async throws {
        let spool = try spool()
        let sink = sink(spool, repeats: RepeatLimits(ids: 0))
        for _ in 0..<2 { try await sink.send(batch([1, 1]), checkpoint: nil) }
        #expect(try await counters(spool).queued == 4)
        spool.close()
    }

    @Test func `time moves: ids leave after thirty days, not when the clock goes back`() async throws {
        let spool = try spool()
        try await sink(spool, day: 20_000).send(batch([1]), checkpoint: nil)
        try await sink(spool, day: 10).send(batch([1, 2]), checkpoint: nil)
        #expect(try await counters(spool).duplicate == 1)
        try await sink(spool, day: 20_030).send(batch([1, 2]), checkpoint: nil)
        #expect(try await counters(spool).duplicate == 3)
        try await sink(spool, day: 20_031).send(batch([1, 2]), checkpoint: nil)
        #expect(try await counters(spool).queued == 4)
        #expect(try await spool.recentIDs(of: "jmf").map(\.ids.count) == [2], "the old ones left the disk")
        spool.close()
    }

    /// Cancelled while the spool is full: the records come again and are no repeats.
    @Test func `an append that is given up leaves no ids`() async throws {
        let spool = try spool(maxBytes: 1)
        let sink = sink(spool)
        try await sink.send(batch([1]), checkpoint: nil)
        try await sink.flush()
        let waiting = Task { try await sink.send(batch([2]), checkpoint: nil) }
        #expect(try await eventually { spool.isBlocked })
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let wakeup = try Wakeup()
        let generation = spool.attach(wakeup)
        #expect(
            try await eventually {
                spool.release(spool.take(generation: generation, events: 1), generation: generation)
                return spool.counters().waiting == 0
            })
        try await sink.send(batch([1, 2]), checkpoint: nil)
        let counts = try await counters(spool)
        #expect(counts.queued == 2 && counts.duplicate == 1)
        spool.close()
    }

    @Test func `many that send the same at once queue it once`() async throws {
        let spool = try spool()
        let sink = sink(spool)
        await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for number in 0..<40 {
                        try await sink.send(batch([number, (number + task) % 40]), checkpoint: nil)
                    }
                }
            }
        }
        let counts = try await counters(spool)
        #expect(counts.mapped == 16 * 80 && counts.queued == 40)
        spool.close()
    }

    /// A copy of the database at any moment is what a restart after kill -9 finds. Sent again from the very start, every
    /// record is queued once, whatever was on disk.
    @Test(arguments: 1...4 as ClosedRange<UInt64>) func `killed at any moment nothing is lost or doubled`(
        seed: UInt64
    ) async throws {
        var random = Seeded(seed)
        let spool = try spool()
        let sink = sink(spool, repeats: RepeatLimits(ids: 100_000))
        let batches = (0..<60).map { number in
            (0...Int.random(in: 0..<20, using: &random)).map { number * 13 + $0 }
        }
        let all = Set(batches.joined())
        let writer = Task {
            for batch in batches { try await sink.send(self.batch(batch), checkpoint: nil) }
        }
        let queue = try DatabaseQueue(path: folder.file("spool.db"))
        for copy in 0..<8 {
            let name = "copy-\(copy).db"
            let target = try DatabaseQueue(path: folder.file(name))
            try queue.backup(to: target)
            try target.close()
            let restarted = try self.spool(name)
            let ids = try await restarted.recentIDs(of: "jmf").reduce(0) { $0 + $1.ids.count }
            let found = restarted.counters()
            #expect(found.queued == ids, "ids and events are of the same moment")
            let again = self.sink(restarted)
            for batch in batches { try await again.send(self.batch(batch), checkpoint: nil) }
            #expect(try await counters(restarted).queued == all.count)
            restarted.close()
        }
        try await writer.value
        #expect(try await counters(spool).queued == all.count)
        spool.close()
    }

    @Test func `records before their asset's last one are counted, repeats are not`() async throws {
        let spool = try spool()
        let sink = sink(spool)
        try await sink.send(batch([1], time: 1_800_000_000), checkpoint: nil)
        try await sink.send(batch([2], time: 1_800_000_060), checkpoint: nil)
        try await sink.send(batch([1], time: 1_800_000_000), checkpoint: nil)
        #expect(try await counters(spool).named["out_of_order"] == nil)
        try await sink.send(batch([3, 4], time: 1_800_000_000), checkpoint: nil)
        #expect(try await counters(spool).named["out_of_order"] == 1)
        spool.close()
    }

    /// Prints what an id costs at a million of them.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] != nil))
    func `a million ids survive a restart`() async throws {
        let count = 1_000_000
        let spool = try spool()
        var window = RepeatWindow(RepeatLimits(), stored: [])
        var start = ContinuousClock.now
        var new = 0
        for from in stride(from: 0, to: count, by: 500) {
            window.begin(day: 20_000)
            for id in from..<from + 500 { new += window.insert(ContentHash(of: "\(id)")) ? 1 : 0 }
            try await spool.append(SpoolAppend(source: "jmf", recent: window.finish()))
            window.accepted()
        }
        try await spool.flush(source: "jmf")
        print("stored: \((ContinuousClock.now - start) / count) an id, \(window.memoryBytes >> 20) MiB")
        spool.close()
        let again = try self.spool()
        start = .now
        var restarted = RepeatWindow(RepeatLimits(), stored: try await again.recentIDs(of: "jmf"))
        print("read: \(ContinuousClock.now - start)")
        #expect(new == count && restarted.count == count)
        restarted.begin(day: 20_000)
        var repeats = 0
        for id in 0..<count + 1_000 { repeats += restarted.insert(ContentHash(of: "\(id)")) ? 0 : 1 }
        #expect(repeats == count)
        again.close()
    }
}
