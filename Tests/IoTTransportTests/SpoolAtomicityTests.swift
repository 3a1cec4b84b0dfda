import GRDB
import TestServers
import Testing

@testable import IoTTransport

@Suite struct SpoolAtomicityTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Everything of a transaction or nothing: the second chunk's id is taken, so its insert fails.
    @Test func aFailedTransactionLeavesNothing() throws {
        let database = try SpoolDatabase(SpoolSettings(path: folder.file("spool.db")))
        var work = SpoolWork()
        work.appends = [Events.append("a", 0..<10)]
        work.firstChunkID = 2
        let first = try database.store(work)
        work.appends = [Events.append("a", 10..<20), Events.append("b", 0..<5)]
        work.firstChunkID = 1
        work.counters = first.counters
        #expect(throws: DatabaseError.self) { try database.store(work) }
        let contents = try database.load()
        #expect(contents.checkpoints == ["a": Array("10".utf8)])
        #expect(contents.counters == first.counters)
        #expect(contents.nextChunkID == 3)
    }

    /// Whoever looks at the file at any moment, as a restart after kill -9 does, finds checkpoint, events and counters
    /// of the same moment.
    @Test func checkpointAndEventsAgreeAtEveryMoment() async throws {
        let path = folder.file("spool.db")
        let spool = Spool(SpoolSettings(path: path), logger: LogLines().logger)
        try spool.open()
        let writers = (0..<4).map { writer in
            Task {
                for number in 0..<150 { try await spool.append(Events.append("w\(writer)", number..<number + 1)) }
            }
        }
        let queue = try DatabaseQueue(path: path)
        var seen = 0
        while seen < 600 {
            seen = try await queue.read { database in
                let rows = try Row.fetchAll(database, sql: "SELECT source, CAST(value AS TEXT) FROM checkpoint")
                let covered = rows.reduce(0) { $0 + (Int($1[1] as String) ?? 0) }
                let events = try Int.fetchOne(database, sql: "SELECT coalesce(sum(count), 0) FROM chunk")
                let waiting = try Int.fetchOne(database, sql: "SELECT waiting FROM counters")
                #expect(events == covered)
                #expect(waiting == covered)
                return covered
            }
        }
        for writer in writers { try await writer.value }
        spool.close()
    }

    @Test func flushReturnsOnlyWhenItIsOnDisk() async throws {
        let path = folder.file("spool.db")
        let spool = Spool(SpoolSettings(path: path), logger: LogLines().logger)
        try spool.open()
        let queue = try DatabaseQueue(path: path)
        for number in 0..<20 {
            try await spool.append(Events.append("a", number..<number + 1))
            try await spool.flush(source: "a")
            let stored = try await queue.read { try Int.fetchOne($0, sql: "SELECT queued FROM counters") }
            #expect(stored == number + 1)
        }
        try await spool.flush(source: "one that never appended")
        spool.close()
        await #expect(throws: SpoolError.notOpen) { try await spool.append(Events.append("a", 0..<1)) }
    }

    /// Random appends, acknowledgements in any order, restarts; the counters balance at every step.
    @Test(arguments: 1...12 as ClosedRange<UInt64>) func countersBalance(seed: UInt64) async throws {
        var random = Seeded(seed)
        let settings = SpoolSettings(path: folder.file("spool.db"), deliveryBytes: 3_000, deliveryEvents: 40)
        var spool = Spool(settings, logger: LogLines().logger)
        try spool.open()
        var consumer = try Consumer(spool)
        var held: [StoredChunk] = []
        var mapped = 0
        for _ in 0..<120 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let size = Int.random(in: 0..<12, using: &random)
                var append = Events.append("s\(size % 3)", 0..<size, size: 40)
                append.counts.filtered = Int.random(in: 0..<3, using: &random)
                append.counts.duplicate = Int.random(in: 0..<3, using: &random)
                append.counts.mapped += append.counts.filtered + append.counts.duplicate
                mapped += append.counts.mapped
                try await spool.append(append)
            case 5..<7: held += spool.take(generation: consumer.generation, events: 20)
            case 7..<9:
                held.shuffle(using: &random)
                let count = Int.random(in: 0...held.count, using: &random)
                consumer.release(Array(held.prefix(count)))
                held.removeFirst(count)
            default:
                for stored in held {
                    let first = Int.random(in: stored.storedFirst..<stored.chunk.count, using: &random)
                    spool.acknowledge(prefixes: [stored.id: ChunkPrefix(events: first)])
                }
                spool.close()
                #expect(spool.counters().mapped == mapped)
                let before = spool.counters()
                spool = Spool(settings, logger: LogLines().logger)
                try spool.open()
                #expect(spool.counters() == before)
                consumer = try Consumer(spool)
                held = []
            }
            #expect(spool.counters().balances)
        }
        spool.close()
        let counters = spool.counters()
        #expect(counters.balances && counters.mapped == mapped)
        let queue = try DatabaseQueue(path: settings.path)
        let (events, bytes) = try await queue.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT coalesce(sum(count - first), 0) FROM chunk"),
                try Int64.fetchOne(database, sql: "SELECT coalesce(sum(length(data)), 0) FROM chunk_data")
            )
        }
        #expect(events == counters.waiting && bytes == counters.bytes)
    }
}
