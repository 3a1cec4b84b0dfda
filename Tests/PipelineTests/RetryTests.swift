import AdapterAPI
import Foundation
import GRDB
import IoTTransport
import Logging
import TestServers
import Testing

@testable import Pipeline

/// A dead letter that is mapped again makes the very event that it would have been, or stays and remembers.
@Suite struct RetryTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func spool(limits: DeadLetterLimits = DeadLetterLimits()) throws -> Spool {
        let spool = Spool(
            SpoolSettings(path: folder.file("spool.db"), deadLetters: limits),
            logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        try spool.open()
        return spool
    }

    private func sink(
        _ spool: Spool, table: [AssetTable.Entry] = [], filter: LiveFilter? = nil, second: Int64 = 1_800_000_000
    ) -> SpoolSink {
        let mapper = EventMapperTests.mapper(source: "press", table: table)
        let clock = AdapterClock(now: { (second, 0) }, sleep: { _ in })
        return SpoolSink(spool: spool, source: "press", topic: "t", mapper: mapper, filter: filter, clock: clock)
    }

    private static let table = [AssetTable.Entry(key: "6000", asset: EventMapperTests.cutter)]

    private func batch(_ numbers: Range<Int>, drops: Bool = false) -> RecordBatch {
        var batch = RecordBatch(document: "feed.xml")
        let kind = batch.index(of: RecordKind(eventType: "presscenter.oda", eventSubtype: "JobEvent"))
        let key = batch.index(ofAssetKey: "6000")
        for number in numbers {
            Array("{\"n\":\(number)}".utf8).withUnsafeBytes { payload in
                batch.append(
                    payload: payload, kind: kind, assetKey: key, time: Timestamp(secondsSince1970: 1_700_000_000),
                    identity: ContentHash(of: "\(number)"), origin: .init(line: number, column: 2), dropsRepeats: drops)
            }
        }
        return batch
    }

    private func letters(_ spool: Spool) async throws -> [StoredDeadLetter] {
        try await spool.flush(source: "press")
        return try await spool.deadLetters(DeadLetterQuery(DeadLetterSelection())).letters
    }

    /// The events that wait, in order, as JSON.
    private func events(_ name: String = "spool.db") throws -> [[String: Any]] {
        let queue = try DatabaseQueue(path: folder.file(name))
        return try queue.read { database in
            try Row.fetchAll(
                database, sql: "SELECT count, entries, data FROM chunk JOIN chunk_data USING (id) ORDER BY id"
            ).flatMap { row -> [[String: Any]] in
                let entries: Data = row[1]
                let data: Data = row[2]
                var start = 0
                return try (0..<(row[0] as Int)).map { index in
                    let end = entries.withUnsafeBytes {
                        Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: index * 8, as: UInt32.self)))
                    }
                    defer { start = end }
                    return try #require(JSONSerialization.jsonObject(with: data[start..<end]) as? [String: Any])
                }
            }
        }
    }

    @Test func `after the asset table was mended a retry makes the event that it would have been`() async throws {
        let spool = try spool()
        try await sink(spool).send(batch(0..<3), checkpoint: nil)
        var letters = try await letters(spool)
        #expect(letters.map(\.origin) == ["feed.xml:0:2", "feed.xml:1:2", "feed.xml:2:2"])
        #expect(letters.allSatisfy { $0.code == "unknown_asset" && $0.attempts == 0 && $0.history.isEmpty })
        let outcomes = try await sink(spool, table: Self.table).retry(letters)
        #expect(outcomes == [.queued, .queued, .queued])
        letters = try await self.letters(spool)
        #expect(letters.isEmpty)
        let counters = spool.counters()
        #expect(counters.balances && counters.dead == 3 && counters.retried == 3 && counters.waiting == 3)
        #expect(counters.queued == 0 && counters.deadLetters == 0 && counters.deadLetterBytes == 0)
        let retried = try events()
        // The same records, read while the table was right.
        let fresh = Spool(
            SpoolSettings(path: folder.file("fresh.db")), logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        try fresh.open()
        try await sink(fresh, table: Self.table).send(batch(0..<3), checkpoint: nil)
        try await fresh.flush(source: "press")
        let expected = try events("fresh.db")
        #expect(retried.count == 3)
        #expect(NSArray(array: retried) == NSArray(array: expected), "byte for byte, the time of sending included")
        fresh.close()
        spool.close()
    }

    @Test func `one that fails again stays and keeps its history, the first reason included`() async throws {
        let spool = try spool()
        try await sink(spool).send(batch(0..<1), checkpoint: nil)
        var letter = try #require(try await letters(spool).first)
        let died = letter.at
        // Mended halfway: the asset has no type now.
        let half = [AssetTable.Entry(key: "6000", asset: Asset(id: "a"))]
        for attempt in 1...25 {
            let outcome = try await sink(spool, table: attempt == 1 ? [] : half).retry([letter]).first
            guard case .kept(let reason) = outcome else {
                Issue.record("kept, but \(String(describing: outcome))")
                return
            }
            letter = try #require(try await letters(spool).first)
            #expect(letter.attempts == attempt && letter.reason == reason)
            #expect(letter.code == (attempt == 1 ? "unknown_asset" : "bad_header"))
            #expect(letter.history.count == min(attempt + 1, 20))
            if attempt == 1 {
                #expect(letter.history.map(\.at).first == died && letter.history.allSatisfy { $0.reason == reason })
            }
        }
        #expect(letter.record != nil && letter.bytes == Array("{\"n\":0}".utf8))
        #expect(try await sink(spool, table: Self.table).retry([letter]) == [.queued])
        try await spool.flush(source: "press")
        #expect(spool.counters().retried == 1 && spool.counters().balances)
        spool.close()
    }

    @Test func `what the filter holds back stays, and goes when the filter lets it`() async throws {
        let spool = try spool()
        try await sink(spool).send(batch(0..<2), checkpoint: nil)
        let letters = try await letters(spool)
        let filter = LiveFilter(EventFilter(blacklist: ["ODA"]))
        let outcomes = try await sink(spool, table: Self.table, filter: filter).retry(letters)
        #expect(
            outcomes == Array(repeating: .kept(reason: "filtered: held back by event_type_blacklist:ODA"), count: 2))
        let kept = try await self.letters(spool)
        #expect(
            kept.map(\.code) == ["filtered", "filtered"] && spool.counters().filtered == 0 && spool.counters().balances)
        #expect(try await sink(spool, table: Self.table).retry(kept) == [.queued, .queued])
        spool.close()
    }

    /// A message that was sent again after the table was mended is queued already: its letter has no more to tell.
    @Test func `an event that was queued meanwhile is not queued twice`() async throws {
        let spool = try spool()
        try await sink(spool).send(batch(0..<2, drops: true), checkpoint: nil)
        let letters = try await letters(spool)
        let sink = sink(spool, table: Self.table)
        try await sink.send(batch(0..<1, drops: true), checkpoint: nil)
        #expect(try await sink.retry(letters) == [.duplicate, .queued])
        #expect(try await self.letters(spool).isEmpty)
        // And one that was retried is known as sent.
        try await sink.send(batch(0..<2, drops: true), checkpoint: nil)
        try await spool.flush(source: "press")
        let counters = spool.counters()
        #expect(counters.queued == 1 && counters.retried == 1 && counters.duplicate == 2 && counters.balances)
        #expect(try events().count == 2)
        spool.close()
    }

    @Test func `what the adapter could not read cannot be mapped again, and says so`() async throws {
        let spool = try spool()
        var batch = RecordBatch(document: "10.0.0.7 POST /jmf")
        Array("<JMF".utf8).withUnsafeBytes { bytes in
            batch.appendRefused(
                RecordKind(eventType: "document", eventSubtype: "Refused"), original: bytes,
                reason: "bad_document: 1:5: cut off", identity: ContentHash(of: "x"), origin: .init(line: 1, column: 5))
        }
        try await sink(spool, table: Self.table).send(batch, checkpoint: nil)
        let letters = try await letters(spool)
        let outcomes = try await sink(spool, table: Self.table).retry(letters)
        guard case .kept(let reason) = try #require(outcomes.first) else { return }
        #expect(reason.contains("feed it again"))
        let letter = try #require(try await self.letters(spool).first)
        #expect(letter.code == "bad_document" && letter.reason == "bad_document: 1:5: cut off" && letter.attempts == 1)
        #expect(letter.bytes == Array("<JMF".utf8))
        spool.close()
    }

    @Test func `order among an asset's records is not judged by a retry`() async throws {
        let spool = try spool()
        try await sink(spool).send(batch(0..<1), checkpoint: nil)
        let letters = try await letters(spool)
        let sink = sink(spool, table: Self.table)
        var later = RecordBatch(document: "b.xml")
        later.append(
            RecordKind(eventType: "presscenter.oda", eventSubtype: "JobEvent"), assetKey: "6000",
            time: Timestamp(secondsSince1970: 1_800_000_000), identity: ContentHash(of: "later"), origin: .init(line: 1)
        ) { $0.literal("{}") }
        try await sink.send(later, checkpoint: nil)
        #expect(try await sink.retry(letters) == [.queued])
        try await spool.flush(source: "press")
        #expect(spool.counters().named["out_of_order"] == nil)
        spool.close()
    }
}
