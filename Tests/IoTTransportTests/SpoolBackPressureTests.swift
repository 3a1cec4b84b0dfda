import GRDB
import Synchronization
import TestServers
import Testing

@testable import IoTTransport

@Suite struct SpoolBackPressureTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Holds the write lock of the file, so that nothing can be committed until `release`.
    func blocking(_ path: String, _ body: () async throws -> Void) async throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        try await body()
        try queue.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try queue.close()
    }

    func isWaiting(_ spool: Spool, _ count: Int) async throws -> Bool {
        try await eventually { spool.mailbox.shared.withLock { $0.appendWaiters.count } == count }
    }

    @Test func boundedMemorySuspendsAndCancellationWorks() async throws {
        let path = folder.file("spool.db")
        let spool = Spool(SpoolSettings(path: path, memoryBytes: 20_000), logger: LogLines().logger)
        try spool.open()
        try await blocking(path) {
            try await spool.append(Events.append("a", 0..<10, size: 1_000))
            let waiting = Task { try await spool.append(Events.append("a", 10..<20, size: 1_000)) }
            let cancelled = Task { try await spool.append(Events.append("b", 0..<10, size: 1_000)) }
            #expect(try await isWaiting(spool, 2))
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            #expect(try await isWaiting(spool, 1))
            // A task that is cancelled before it waits does not wait either.
            let early = Task {
                try? await Task.sleep(for: .seconds(60))
                try await spool.append(Events.append("c", 0..<10, size: 1_000))
            }
            early.cancel()
            await #expect(throws: CancellationError.self) { try await early.value }
            _ = waiting
        }
        // The file is free again: what waited gets in, by itself.
        #expect(try await eventually { spool.counters().waiting == 20 })
        try await spool.flush(source: "a")
        #expect(try spool.checkpoint(of: "b") == nil)
        #expect(!spool.isBlocked)
        spool.close()
        #expect(spool.counters().queued == 20)
    }

    @Test func closingEndsEveryWait() async throws {
        let path = folder.file("spool.db")
        let spool = Spool(SpoolSettings(path: path, maxBytes: 5_000), logger: LogLines().logger)
        try spool.open()
        try await spool.append(Events.append("a", 0..<5, size: 1_000))
        let append = Task { try await spool.append(Events.append("a", 5..<6, size: 1_000)) }
        let drained = Task { try await spool.drained() }
        #expect(try await isWaiting(spool, 1))
        spool.close()
        await #expect(throws: SpoolError.notOpen) { try await append.value }
        await #expect(throws: SpoolError.notOpen) { try await drained.value }
    }

    @Test func aFullSpoolWaitsAndResumes() async throws {
        let spool = Spool(
            SpoolSettings(path: folder.file("spool.db"), maxBytes: 20_000), logger: LogLines().logger)
        try spool.open()
        let writer = Task {
            for number in 0..<10 {
                try await spool.append(Events.append("a", number * 5..<number * 5 + 5, size: 1_000))
            }
            try await spool.flush(source: "a")
        }
        #expect(try await isWaiting(spool, 1))
        #expect(try await eventually { spool.counters().waiting == 20 })
        #expect(spool.blockReason?.contains("full") == true)
        let consumer = try Consumer(spool)
        var numbers: [[UInt8]] = []
        while numbers.count < 50 {
            let chunks = try await consumer.take()
            try #require(!chunks.isEmpty)
            #expect(spool.counters().bytes <= 20_000)
            for stored in chunks { numbers += Events.all(stored.chunk) }
            consumer.release(chunks)
        }
        try await writer.value
        try await spool.drained()
        #expect(numbers == (0..<50).map { Events.bytes("a", $0, size: 1_000) })
        #expect(spool.counters().acknowledged == 50 && spool.counters().bytes == 0)
        spool.close()
    }

    @Test func aLargeBacklogComesBackInOrderWithinMemory() async throws {
        let settings = SpoolSettings(path: folder.file("spool.db"), deliveryBytes: 60_000, deliveryEvents: 100)
        let spool = Spool(settings, logger: LogLines().logger)
        try spool.open()
        let consumer = try Consumer(spool)
        let writer = Task {
            for number in 0..<200 {
                try await spool.append(Events.append("a", number * 10..<number * 10 + 10, size: 500))
            }
        }
        var next = 0
        var held: [StoredChunk] = []
        while next < 2_000 {
            let chunks = try await consumer.take()
            try #require(!chunks.isEmpty)
            held += chunks
            #expect(held.reduce(0) { $0 + $1.chunk.count } <= 110)
            for stored in chunks {
                #expect(Events.all(stored.chunk) == (next..<next + 10).map { Events.bytes("a", $0, size: 500) })
                next += 10
            }
            if held.count > 5 {
                consumer.release(held)
                held = []
            }
        }
        consumer.release(held)
        try await writer.value
        try await spool.drained()
        spool.close()
        #expect(spool.counters().acknowledged == 2_000)
    }

    @Test func aNewConsumerStartsWithTheOldest() async throws {
        let spool = Spool(SpoolSettings(path: folder.file("spool.db")), logger: LogLines().logger)
        try spool.open()
        for number in 0..<6 { try await spool.append(Events.append("a", number..<number + 1)) }
        let first = try Consumer(spool)
        var taken: [StoredChunk] = []
        while taken.count < 6 { taken += try await first.take(events: 10) }
        first.release([taken[1]])
        let second = try Consumer(spool)
        #expect(first.spool.take(generation: first.generation, events: 10).isEmpty)
        var again: [StoredChunk] = []
        while again.count < 5 { again += try await second.take(events: 10) }
        #expect(again.map(\.id) == [1, 3, 4, 5, 6])
        spool.close()
    }
}
