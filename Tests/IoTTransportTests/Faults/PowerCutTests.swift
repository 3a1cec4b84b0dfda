import Foundation
import Synchronization
import TestServers
import Testing

@testable import IoTTransport

/// The real database on a file system that loses power at any write: what `flush` promised is there afterwards.
@Suite struct PowerCutTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] != nil

    /// What the outside knows of a source: how far it was promised, and how far it was sent.
    private struct Source {
        var sent = 0
        var promised = 0
    }

    @Test(arguments: 1...(isLong ? 400 : 12) as ClosedRange<UInt64>)
    func whatWasPromisedSurvives(seed: UInt64) async throws {
        var random = Seeded(seed)
        let folder = try TemporaryFolder()
        var settings = SpoolSettings(path: folder.file("spool.db"), deliveryBytes: 4_000)
        var sources = [Source](repeating: Source(), count: 3)
        var acknowledged: Set<[UInt8]> = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let world = try #require(FaultWorld(seed: random.next()))
            settings.fileSystem = world.name
            let log = LogLines()
            let spool = try SpoolFile.open(settings, log)
            world.cut(after: UInt32.random(in: 1...160, using: &random))
            try await work(spool, world, &sources, &acknowledged, &random)
            spool.close()
            #expect(world.settle() >= 0)
            settings.fileSystem = nil
            try check(settings, log, sources, acknowledged, "seed \(seed)")
            for source in sources.indices { try resume(&sources[source], "s\(source)", settings) }
        }
    }

    /// Appends and delivers until the power is gone.
    private func work(
        _ spool: Spool, _ world: FaultWorld, _ sources: inout [Source], _ acknowledged: inout Set<[UInt8]>,
        _ random: inout Seeded
    ) async throws {
        let consumer = try Consumer(spool)
        var flushing: [(source: Int, upTo: Int, task: Task<Bool, Never>)] = []
        for _ in 0..<400 where !world.isDead {
            let source = Int.random(in: 0..<3, using: &random)
            let count = Int.random(in: 1...20, using: &random)
            let (first, size) = (sources[source].sent, Int.random(in: 20...900, using: &random))
            guard spool.mailbox.shared.withLock({ $0.pendingBytes }) < 1 << 20 else { break }
            try await spool.append(Events.append("s\(source)", first..<first + count, size: size))
            sources[source].sent += count
            if Int.random(in: 0..<3, using: &random) == 0 {
                let upTo = sources[source].sent
                let task = Task { (try? await spool.flush(source: "s\(source)")) != nil }
                flushing.append((source, upTo, task))
                if Bool.random(using: &random) {
                    _ = try await eventually(.milliseconds(50)) { world.isDead || spool.counters().queued >= upTo }
                }
            }
            let chunks = spool.take(generation: consumer.generation, events: 10)
            // An acknowledgement counts once the broker has sent it, whether the deletion is on disk or not.
            for stored in chunks { acknowledged.formUnion(Events.all(stored.chunk)) }
            consumer.release(chunks)
        }
        world.cut(after: 0)
        spool.close()
        for flush in flushing where await flush.task.value {
            sources[flush.source].promised = max(sources[flush.source].promised, flush.upTo)
        }
    }

    private func check(
        _ settings: SpoolSettings, _ log: LogLines, _ sources: [Source], _ acknowledged: Set<[UInt8]>, _ what: String
    ) throws {
        let spool = try SpoolFile.open(settings, log)
        let counters = spool.counters()
        let checkpoints = try sources.indices.map { index in
            try spool.checkpoint(of: "s\(index)").flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        }
        spool.close()
        #expect(counters.balances, "\(what)")
        #expect(!log.warnings.contains { $0.contains("damaged") }, "\(what): \(log.warnings)")
        #expect(try SpoolFile.findings(settings.path) == [], "\(what)")
        let waiting = try SpoolFile.events(settings.path)
        var numbers: [String: Set<Int>] = [:]
        for event in waiting + acknowledged {
            let words = String(decoding: event.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self).split(separator: " ")
            numbers[String(words[0]), default: []].insert(Int(words[1]) ?? -1)
        }
        for (index, source) in sources.enumerated() {
            let found = numbers["s\(index)"] ?? []
            #expect(checkpoints[index] >= source.promised, "\(what): a flushed checkpoint is gone")
            #expect(checkpoints[index] <= source.sent, "\(what)")
            let missing = Set(0..<checkpoints[index]).subtracting(found)
            #expect(missing.isEmpty, "\(what): s\(index) lost \(missing.sorted().prefix(5)) below its checkpoint")
        }
    }

    /// A source goes on where its checkpoint says.
    private func resume(_ source: inout Source, _ name: String, _ settings: SpoolSettings) throws {
        let database = try SpoolDatabase(settings)
        defer { try? database.close() }
        let text = try database.load().checkpoints[name].map { String(decoding: $0, as: UTF8.self) }
        source.sent = text.flatMap { Int($0) } ?? 0
        source.promised = source.sent
    }

    /// Writes and syncs that fail now and then, full or at fault, half done or not: nothing is lost and all goes on.
    @Test(.enabled(if: isLong, "slow: set ADAPTER_HOST_LONG=1"), arguments: 1...12 as ClosedRange<UInt64>)
    func failingWritesLoseNothing(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let world = try #require(FaultWorld(seed: seed))
        var settings = SpoolSettings(path: folder.file("spool.db"), deliveryBytes: 4_000)
        settings.fileSystem = world.name
        let log = LogLines()
        let spool = try SpoolFile.open(settings, log)
        let consumer = try Consumer(spool)
        world.fail(ofAMillion: 30_000)
        let writer = Task {
            for number in 0..<60 {
                try await spool.append(Events.append("a", number * 10..<number * 10 + 10, size: 500))
                if number % 7 == 0 { try await spool.flush(source: "a") }
            }
            try await spool.flush(source: "a")
        }
        var got: [[UInt8]] = []
        let calm = ContinuousClock.now + .seconds(6)
        let end = ContinuousClock.now + .seconds(90)
        while got.count < 600, ContinuousClock.now < end {
            if ContinuousClock.now > calm { world.fail(ofAMillion: 0) }
            let chunks = try await consumer.take(limit: 100)
            for stored in chunks { got += Events.all(stored.chunk) }
            consumer.release(chunks)
            #expect(spool.counters().balances)
        }
        try await writer.value
        try await spool.drained()
        spool.close()
        #expect(got == (0..<600).map { Events.bytes("a", $0, size: 500) }, "seed \(seed)")
        #expect(spool.counters().acknowledged == 600 && spool.counters().balances)
        settings.fileSystem = nil
        #expect(try SpoolFile.findings(settings.path) == [], "seed \(seed)")
    }

    /// A start reads a little, however much waits.
    @Test func aStartDoesNotReadWhatWaits() async throws {
        let folder = try TemporaryFolder()
        var settings = SpoolSettings(path: folder.file("spool.db"))
        var read: [Int] = []
        for round in 0..<2 {
            let spool = try SpoolFile.open(settings)
            // 30 MB more each time.
            for number in 0..<30 {
                try await spool.append(Events.append("a", number * 1_000..<number * 1_000 + 1_000, size: 1_000 + round))
            }
            spool.close()
            let world = try #require(FaultWorld(seed: 1))
            settings.fileSystem = world.name
            let again = try SpoolFile.open(settings)
            let consumer = try Consumer(again)
            #expect(try await !consumer.take().isEmpty)
            read.append(world.bytesRead)
            again.close()
            settings.fileSystem = nil
        }
        // Delivery's memory holds 2 MB; the rest of it is the way to the first chunk.
        #expect(read[1] < 6_000_000, "\(read)")
        #expect(read[1] < read[0] * 3 / 2, "\(read)")
    }
}
