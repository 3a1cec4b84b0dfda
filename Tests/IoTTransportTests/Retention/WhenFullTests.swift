import Synchronization
import TestServers
import Testing

@testable import IoTTransport

/// A full spool waits or drops as it is told; what is kept, and what delivery holds, is never dropped.
@Suite struct WhenFullTests {
    let folder: TemporaryFolder
    let log = LogLines()

    init() throws { folder = try TemporaryFolder() }

    func settings(_ whenFull: SpoolRetention.WhenFull, maxBytes: Int64 = 20_000) -> SpoolSettings {
        SpoolSettings(
            path: folder.file("spool.db"), maxBytes: maxBytes, deliveryBytes: 6_000,
            retention: SpoolRetention(whenFull: whenFull, keep: ["alarm"]))
    }

    private func events(_ source: String, _ numbers: Range<Int>) -> [[UInt8]] {
        numbers.map { Events.bytes(source, $0, size: 1_000) }
    }

    @Test func theOldestMakeRoom() async throws {
        let settings = settings(.dropOldest)
        let spool = try SpoolFile.open(settings, log)
        for number in 0..<10 {
            try await spool.append(Events.append("a", number * 5..<number * 5 + 5, size: 1_000))
            try await spool.flush(source: "a")
            #expect(spool.counters().bytes <= 20_000)
        }
        spool.close()
        #expect(try SpoolFile.events(settings.path) == events("a", 30..<50))
        let counters = spool.counters()
        #expect(counters.queued == 50 && counters.dropped == 30 && counters.waiting == 20 && counters.balances)
        #expect(counters.droppedByCause == ["oldest": 30])
        #expect(try spool.settledCheckpoint("a", settings) == "50")
        // Said once, although it happened six times; the sum follows a minute later at the earliest.
        #expect(log.warnings.filter { $0.contains("the oldest") }.count == 1)
        #expect(log.warnings.first?.contains("spool.db: full: dropped 5 events, the oldest") == true)
        #expect(try SpoolFile.findings(settings.path) == [])
    }

    @Test func theNewestAreNotTaken() async throws {
        let settings = settings(.dropNewest)
        let spool = try SpoolFile.open(settings, log)
        for number in 0..<10 { try await spool.append(Events.append("a", number * 5..<number * 5 + 5, size: 1_000)) }
        spool.close()
        #expect(try SpoolFile.events(settings.path) == events("a", 0..<20))
        let counters = spool.counters()
        #expect(counters.queued == 50 && counters.dropped == 30 && counters.waiting == 20 && counters.balances)
        #expect(counters.droppedByCause == ["newest": 30])
        #expect(try spool.settledCheckpoint("a", settings) == "50", "the source has gone on")
    }

    /// What is kept pushes out what is not, and waits once there is nothing else.
    @Test(arguments: [SpoolRetention.WhenFull.dropOldest, .dropNewest])
    func whatIsKeptWaits(whenFull: SpoolRetention.WhenFull) async throws {
        let settings = settings(whenFull)
        let spool = try SpoolFile.open(settings, log)
        try await spool.append(Events.append("a", 0..<10, size: 1_000, eventClass: .kept))
        try await spool.append(Events.append("b", 0..<5, size: 1_000))
        try await spool.append(Events.append("a", 10..<15, size: 1_000, eventClass: .kept))
        let writer = Task {
            try await spool.append(Events.append("a", 15..<20, size: 1_000, eventClass: .kept))
            try await spool.append(Events.append("a", 20..<25, size: 1_000, eventClass: .kept))
            try await spool.flush(source: "a")
        }
        #expect(try await eventually { spool.mailbox.shared.withLock { $0.appendWaiters.count } == 1 })
        #expect(spool.blockReason?.contains("full") == true)
        #expect(try await eventually { spool.counters().waiting == 20 })
        let consumer = try Consumer(spool)
        var got: [[UInt8]] = []
        while got.count < (whenFull == .dropOldest ? 25 : 30) {
            let chunks = try await consumer.take()
            try #require(!chunks.isEmpty)
            for stored in chunks { got += Events.all(stored.chunk) }
            consumer.release(chunks)
        }
        try await writer.value
        try await spool.drained()
        spool.close()
        #expect(got.filter { $0.first == UInt8(ascii: "a") } == events("a", 0..<25))
        #expect(spool.counters().dropped == (whenFull == .dropOldest ? 5 : 0) && spool.counters().balances)
    }

    @Test func whatDeliveryHoldsIsNeverDropped() async throws {
        let spool = try SpoolFile.open(settings(.dropOldest), log)
        for number in 0..<4 { try await spool.append(Events.append("a", number * 5..<number * 5 + 5, size: 1_000)) }
        try await spool.flush(source: "a")
        let consumer = try Consumer(spool)
        var held: [StoredChunk] = []
        // All that fits into delivery's memory: the first two chunks.
        while held.count < 2 { held += try await consumer.take() }
        for number in 4..<12 {
            try await spool.append(Events.append("a", number * 5..<number * 5 + 5, size: 1_000))
            try await spool.flush(source: "a")
        }
        #expect(held.map(\.id) == [1, 2])
        consumer.release(held)
        var rest: [StoredChunk] = []
        while rest.count < 2 {
            let chunks = try await consumer.take()
            rest += chunks
            consumer.release(chunks)
        }
        try await spool.drained()
        spool.close()
        #expect(rest.flatMap { Events.all($0.chunk) } == events("a", 50..<60))
        let counters = spool.counters()
        #expect(counters.acknowledged == 20 && counters.dropped == 40 && counters.balances)
    }

    /// A disk that is full makes the oldest go too: sources do not wait for the broker.
    @Test
    func onAFullDiskTheOldestMakeRoomToo() async throws {
        var settings = settings(.dropOldest, maxBytes: 1 << 30)
        settings.maxPages = 400
        let spool = try SpoolFile.open(settings, log)
        for number in 0..<300 {
            try await spool.append(Events.append("a", number * 40..<number * 40 + 40, size: 1_000))
        }
        try await spool.flush(source: "a")
        spool.close()
        let counters = spool.counters()
        #expect(counters.balances && counters.queued == 12_000 && counters.dropped > 0 && counters.waiting > 0)
        let left = try SpoolFile.events(settings.path)
        #expect(left == events("a", 12_000 - left.count..<12_000), "the newest are there, in order")
    }

    /// Random appends of both classes, deliveries, restarts: the counters balance, and nothing that is kept is missing.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func countersBalance(seed: UInt64) async throws {
        var random = Seeded(seed)
        var settings = settings(seed % 2 == 0 ? .dropOldest : .dropNewest, maxBytes: 6_000)
        settings.deliveryBytes = 1_500
        let clock = ManualClock()
        settings.retention.maxAge = .seconds(100)
        var spool = try SpoolFile.open(settings, log, clock: clock)
        var consumer = try Consumer(spool)
        var held: [StoredChunk] = []
        var (kept, got) = (0, 0)
        for _ in 0..<150 {
            clock.pass(Int64.random(in: 0..<20, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                let isKept = Int.random(in: 0..<6, using: &random) == 0
                let size = Int.random(in: 1..<8, using: &random)
                var append = Events.append("s\(size % 3)", 0..<size, size: 60)
                let counters = spool.counters()
                // What is kept waits for room that this loop, which delivers later, would never make.
                let fits = settings.retention.whenFull == .dropOldest || counters.bytes + 120 <= settings.maxBytes
                if isKept, fits, counters.keptBytes < 3_000,
                    let chunk = Events.chunk("k", kept..<kept + 2, size: 60, eventClass: .kept)
                {
                    append.chunks.append(chunk)
                    append.counts.mapped += 2
                    kept += 2
                }
                try await spool.append(append)
                try await spool.flush(source: append.source)
            case 6: held += spool.take(generation: consumer.generation, events: 5)
            case 7..<9:
                held.shuffle(using: &random)
                let count = Int.random(in: 0...held.count, using: &random)
                for stored in held.prefix(count) where stored.chunk.eventClass == .kept { got += stored.chunk.count }
                consumer.release(Array(held.prefix(count)))
                held.removeFirst(count)
            default:
                spool.close()
                #expect(try SpoolFile.findings(settings.path) == [], "seed \(seed)")
                spool = try SpoolFile.open(settings, log, clock: clock)
                consumer = try Consumer(spool)
                held = []
            }
            #expect(spool.counters().balances, "seed \(seed)")
            #expect(spool.counters().bytes <= 6_000 + 1_000, "seed \(seed)")
        }
        spool.close()
        let left = try SpoolFile.events(settings.path).filter { $0.first == UInt8(ascii: "k") }
        #expect(left.count + got == kept, "seed \(seed)")
        #expect(spool.counters().dropped > 0, "seed \(seed)")
    }
}

extension Spool {
    /// The checkpoint that is on disk, as text; the spool is closed.
    func settledCheckpoint(_ source: String, _ settings: SpoolSettings) throws -> String? {
        let database = try SpoolDatabase(settings)
        defer { try? database.close() }
        return try database.load().checkpoints[source].map { String(decoding: $0, as: UTF8.self) }
    }
}
