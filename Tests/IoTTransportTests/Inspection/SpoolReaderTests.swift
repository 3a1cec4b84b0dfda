import Foundation
import GRDB
import TestServers
import Testing

@testable import IoTTransport

/// Looking at a spool changes nothing, works beside a host, and says what is wrong.
@Suite struct SpoolReaderTests {
    let folder: TemporaryFolder
    let settings: SpoolSettings

    init() throws {
        folder = try TemporaryFolder()
        settings = SpoolSettings(
            path: folder.file("spool.db"), retention: SpoolRetention(whenFull: .dropOldest, keep: ["ink"]))
    }

    private func fill(_ spool: Spool) async throws {
        let ink = try spool.typeID(eventType: "ink", eventSubtype: "low")
        let status = try spool.typeID(eventType: "status", eventSubtype: "")
        for number in 0..<5 {
            var append = Events.append("a", 0..<0)
            append.chunks = [
                Events.chunk("a", number * 4..<number * 4 + 4, size: 300, type: status),
                Events.chunk("k", number..<number + 1, size: 300, type: ink, eventClass: .kept),
            ].compactMap { $0 }
            append.counts.mapped = 5
            try await spool.append(append)
            try await spool.flush(source: "a")
        }
    }

    @Test func looksBesideARunningSpoolAndAfterIt() async throws {
        let spool = try SpoolFile.open(settings)
        try await fill(spool)
        for isRunning in [true, false] {
            if !isRunning { spool.close() }
            let reader = try SpoolReader(path: settings.path)
            let overview = try reader.overview()
            #expect(overview.counters == spool.counters() && overview.chunks == 10)
            #expect(overview.events == [.ordinary: 20, .kept: 5])
            #expect(overview.oldest != nil && overview.fileBytes > 16_384 && (overview.freeDiskBytes ?? 0) > 0)
            let chunks = try reader.chunks(after: 0, limit: 3)
            #expect(chunks.map(\.id) == [1, 2, 3] && chunks.map(\.events) == [4, 1, 4])
            #expect(chunks[0].types == ["status": 4] && chunks[1].types == ["ink.low": 1])
            #expect(chunks[1].eventClass == .kept && chunks[0].bytes == 1_200 && chunks[0].topic == Events.topic)
            #expect(try reader.events(after: 0, types: []).events.count == 25)
            let ink = try reader.events(after: 0, types: ["ink.low"])
            #expect(ink.events.map(\.bytes) == (0..<5).map { Events.bytes("k", $0, size: 300) } && ink.next == nil)
            #expect(try reader.events(after: 0, types: ["ink"]).events.count == 5)
            #expect(try SpoolFile.findings(settings.path) == [])
        }
    }

    /// What has left of a chunk is not shown.
    @Test func whatHasLeftIsNotShown() async throws {
        let spool = try SpoolFile.open(settings)
        try await spool.append(Events.append("a", 0..<6))
        let consumer = try Consumer(spool)
        let taken = try await consumer.take()
        spool.acknowledge(prefixes: [try #require(taken.first).id: ChunkPrefix(events: 4)])
        spool.close()
        let reader = try SpoolReader(path: settings.path)
        let chunk = try #require(try reader.chunks(after: 0, limit: 9).first)
        #expect(chunk.events == 2 && chunk.done == 4)
        #expect(try reader.events(after: 0, types: []).events.map(\.bytes) == [4, 5].map { Events.bytes("a", $0) })
        #expect(try SpoolFile.findings(settings.path) == [])
    }

    @Test func saysWhyAFileIsNoSpool() throws {
        func fault(_ path: String) -> String? {
            do { _ = try SpoolReader(path: path) } catch { return "\(error)" }
            return nil
        }
        #expect(fault(settings.path)?.contains("there is no spool yet") == true)
        #expect(fault(folder.path)?.hasSuffix("a folder; a spool is a file") == true)
        let empty = folder.file("empty")
        #expect(FileManager.default.createFile(atPath: empty, contents: nil))
        #expect(fault(empty)?.contains("empty") == true)
        let text = folder.file("text")
        try String(repeating: "no database\n", count: 900).write(toFile: text, atomically: true, encoding: .utf8)
        #expect(fault(text)?.contains("not a database") == true)
        let foreign = folder.file("foreign")
        let queue = try DatabaseQueue(path: foreign)
        try queue.inDatabase { try $0.execute(sql: "CREATE TABLE t(a)") }
        #expect(fault(foreign)?.contains("a database, but no spool") == true)
        try queue.inDatabase { try $0.execute(sql: "CREATE TABLE chunk(a); PRAGMA user_version = 1") }
        #expect(fault(foreign)?.contains("an older version") == true)
        try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 77") }
        #expect(fault(foreign)?.contains("a newer version") == true)
        try queue.close()
    }

    /// One changed byte of an event, of an index, of a checkpoint; counters that say something else.
    @Test func verifyFindsEachKindOfDamage() async throws {
        let spool = try SpoolFile.open(settings)
        try await fill(spool)
        var append = SpoolAppend(source: "a", checkpoint: [1, 2, 3])
        append.counts.mapped = 0
        try await spool.append(append)
        spool.close()
        let damages: [(sql: String, finding: String)] = [
            (
                "UPDATE chunk_data SET data = CAST(substr(data, 1, 9) || x'00' || substr(data, 11) AS BLOB) WHERE id = 3",
                "chunk: chunk 3"
            ),
            ("DELETE FROM chunk_data WHERE id = 4", "chunk: chunk 4"),
            ("UPDATE chunk SET first = 1 WHERE id = 5", "chunk: chunk 5"),
            ("UPDATE chunk SET source = 'b' WHERE id = 5", "chunk: chunk 5"),
            ("UPDATE checkpoint SET value = x'010204'", "checkpoint: the checkpoint of a"),
            ("UPDATE counters SET waiting = waiting + 1", "counters: waiting events: counted 26, found 25"),
            ("UPDATE counters SET queued = queued + 1", "counters: mapped 25 is not queued 26"),
            ("UPDATE counters SET kept_bytes = 1", "counters: bytes of kept events"),
        ]
        for (sql, finding) in damages {
            let copy = folder.file("copy.db")
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: settings.path, toPath: copy)
            let queue = try DatabaseQueue(path: copy)
            try queue.inDatabase { try $0.execute(sql: sql) }
            try queue.close()
            let found = try SpoolFile.findings(copy)
            #expect(found.contains { $0.hasPrefix(finding) }, "\(sql): \(found)")
        }
        let broken = folder.file("broken.db")
        try FileManager.default.copyItem(atPath: settings.path, toPath: broken)
        try Damage.breakTable("recent_ids", of: broken)
        #expect(try SpoolFile.findings(broken).contains { $0.hasPrefix("page: ") })
    }

    @Test func ratesAreThoseOfTheLastMinutes() {
        func sample(_ at: Int64, _ queued: Int, _ left: Int) -> SpoolSample {
            SpoolSample(at: at, queued: queued, queuedBytes: Int64(queued) * 100, left: left)
        }
        #expect(SpoolRates(samples: [], current: sample(1_000, 5, 0)) == nil)
        let steady = (0..<20).map { sample(Int64($0) * 60, $0 * 120, $0 * 60) }
        let rates = SpoolRates(samples: steady, current: sample(1_200, 2_400, 1_200))
        #expect(rates?.eventsInPerSecond == 2 && rates?.eventsOutPerSecond == 1 && rates?.bytesInPerSecond == 200)
        #expect(rates?.span == 300)
        let idle = SpoolRates(samples: steady, current: sample(9_000, 2_400, 1_200))
        #expect(idle?.eventsIn == 0 && idle?.span == 300)
        // A burst a minute ago, after an hour of nothing, is not the rate of all that time.
        let burst = SpoolRates(samples: steady + [sample(4_800, 2_400, 1_200)], current: sample(4_860, 2_700, 1_200))
        #expect(burst?.eventsIn == 300 && burst?.span == 300)
        // What was written before the clock was put back is passed over.
        let back = SpoolRates(samples: [sample(99_000, 0, 0)] + steady, current: sample(1_200, 2_400, 1_200))
        #expect(back?.eventsInPerSecond == 2)
    }

    /// A sample a minute, a day's at most; those of a running host give rates at once.
    @Test func samplesAreTakenOnceAMinute() async throws {
        let clock = ManualClock()
        let spool = try SpoolFile.open(settings, clock: clock)
        for minute in 0..<5 {
            for part in 0..<3 {
                try await spool.append(Events.append("a", minute * 3 + part..<minute * 3 + part + 1))
                try await spool.flush(source: "a")
            }
            clock.pass(60)
        }
        spool.close()
        let queue = try DatabaseQueue(path: settings.path)
        let rows = try await queue.read { try Int.fetchAll($0, sql: "SELECT queued FROM sample ORDER BY id") }
        #expect(rows == [0, 3, 6, 9, 12])
        try queue.close()
    }
}
