import Foundation
import GRDB
import TestServers
import Testing

@testable import IoTTransport

/// A damaged spool opens, keeps what the damage did not hit, says what it lost, and balances.
@Suite struct SalvageTests {
    /// A spool of 60 small chunks and some large ones, in which chunks were delivered too, closed without its journal moved
    /// into the file, as after kill -9.
    struct Sample {
        let folder: TemporaryFolder
        let settings: SpoolSettings
        /// Those that wait.
        let events: [[UInt8]]
        /// All that were ever queued.
        let queued: Set<[UInt8]>
        let counters: SpoolCounters

        init() async throws {
            folder = try TemporaryFolder()
            settings = SpoolSettings(path: folder.file("spool.db"))
            let spool = try SpoolFile.open(settings)
            _ = try spool.typeID(eventType: "ink", eventSubtype: "low")
            _ = try spool.typeID(eventType: "status", eventSubtype: "")
            var queued: Set<[UInt8]> = []
            for number in 0..<70 {
                let source = "s\(number % 3)"
                var append = Events.append(source, number * 10..<number * 10 + 10, size: number % 20 == 0 ? 4_000 : 200)
                append.deadLetters = [
                    DeadLetter(source: source, reason: "r", origin: "f:\(number):1", bytes: [1, 2, UInt8(number)])
                ]
                append.counts.mapped += 1
                append.counts.dead = 1
                append.recent = RecentIDs(segment: 1, row: Int64(number), day: 20_000, ids: [UInt64(number)])
                for chunk in append.chunks { queued.formUnion(Events.all(chunk)) }
                try await spool.append(append)
                try await spool.flush(source: source)
            }
            self.queued = queued
            let consumer = try Consumer(spool)
            var taken: [StoredChunk] = []
            while taken.count < 10 { taken += try await consumer.take() }
            let (done, partial) = (Array(taken.prefix(9)), taken[9])
            consumer.release(done)
            #expect(try await eventually { spool.counters().acknowledged == 90 })
            spool.acknowledge(prefixes: [partial.id: ChunkPrefix(events: 4)])
            spool.close()
            counters = spool.counters()
            events = try SpoolFile.events(settings.path)
            #expect(events.count == 606 && counters.waiting == 606)
        }

        /// The same, in files of its own.
        func copy() throws -> (folder: TemporaryFolder, settings: SpoolSettings) {
            let folder = try TemporaryFolder()
            var settings = settings
            settings.path = folder.file("spool.db")
            for suffix in ["", "-wal"] where access(self.settings.path + suffix, F_OK) == 0 {
                try FileManager.default.copyItem(atPath: self.settings.path + suffix, toPath: settings.path + suffix)
            }
            return (folder, settings)
        }
    }

    /// Opens a damaged spool and reads all that is left, as delivery does.
    static func survivors(_ settings: SpoolSettings, _ log: LogLines) async throws -> (
        events: [[UInt8]], counters: SpoolCounters
    ) {
        let spool = try SpoolFile.open(settings, log)
        defer { spool.close() }
        let consumer = try Consumer(spool)
        var events: [[UInt8]] = []
        let end = ContinuousClock.now + .seconds(5)
        while spool.counters().waiting > 0, ContinuousClock.now < end {
            let chunks = try await consumer.take(limit: 20)
            for stored in chunks {
                for index in stored.first..<stored.chunk.count {
                    events.append(stored.chunk.withEvent(at: index) { Array($0) })
                }
            }
            consumer.release(chunks)
        }
        return (events, spool.counters())
    }

    /// What holds after any damage.
    private func expectSound(
        _ survivors: (events: [[UInt8]], counters: SpoolCounters), of sample: Sample, _ what: String
    ) {
        // One that was acknowledged may come again where the list of free pages was hit, as after kill -9.
        let known = sample.queued
        let strangers = survivors.events.filter { !known.contains($0) }
        #expect(strangers.count == 0, "\(what): an event that was never queued, or not so")
        #expect(Set(survivors.events).count == survivors.events.count, "\(what): an event twice")
        #expect(survivors.counters.balances && survivors.counters.waiting == 0, "\(what): \(survivors.counters)")
    }

    /// Bits flipped at any place of the file: at most the chunks go that have bytes on the pages that were hit.
    @Test func flippedBits() async throws {
        let sample = try await Sample()
        let size = try Data(contentsOf: URL(fileURLWithPath: sample.settings.path)).count
        let places = try Places(sample.settings.path)
        for seed in 1...60 as ClosedRange<UInt64> {
            var random = Seeded(seed)
            let (folder, settings) = try sample.copy()
            defer { withExtendedLifetime(folder) {} }
            let flips = (0..<Int.random(in: 1...3, using: &random)).map { _ in Int.random(in: 0..<size, using: &random)
            }
            try Damage.flip(settings.path, flips.map { ($0, 1 << UInt8.random(in: 0..<8, using: &random)) })
            let log = LogLines()
            let found = try await Self.survivors(settings, log)
            expectSound(found, of: sample, "seed \(seed)")
            let spared = places.events(sparedBy: Set(flips.map { $0 / SpoolSchema.pageSize + 1 }))
            let missing = spared.subtracting(found.events)
            #expect(
                missing.count == 0, "seed \(seed): \(missing.count) events gone that the damage did not hit; \(log.all)"
            )
            #expect(found.events.count == sample.events.count || !log.warnings.isEmpty, "seed \(seed): said nothing")
        }
    }

    /// Whole pages of something else, and a first page that is no database's.
    @Test func tornPages() async throws {
        let sample = try await Sample()
        let pages = try Data(contentsOf: URL(fileURLWithPath: sample.settings.path)).count / SpoolSchema.pageSize
        let places = try Places(sample.settings.path)
        for page in 1...pages {
            var random = Seeded(UInt64(page))
            let (folder, settings) = try sample.copy()
            defer { withExtendedLifetime(folder) {} }
            // Half of a page, as a write that was cut leaves it.
            let start = (page - 1) * SpoolSchema.pageSize + (page % 2) * SpoolSchema.pageSize / 2
            try Damage.overwrite(
                settings.path, at: start,
                (0..<SpoolSchema.pageSize / 2).map { _ in UInt8.random(in: 0...255, using: &random) })
            let log = LogLines()
            let found = try await Self.survivors(settings, log)
            expectSound(found, of: sample, "page \(page)")
            let missing = places.events(sparedBy: [page]).subtracting(found.events)
            #expect(
                missing.count == 0, "page \(page): \(missing.count) events gone that the damage did not hit; \(log.all)"
            )
        }
    }

    @Test func truncation() async throws {
        let sample = try await Sample()
        let size = try Data(contentsOf: URL(fileURLWithPath: sample.settings.path)).count
        let places = try Places(sample.settings.path)
        for seed in 1...30 as ClosedRange<UInt64> {
            var random = Seeded(seed)
            let (folder, settings) = try sample.copy()
            defer { withExtendedLifetime(folder) {} }
            let length = Int.random(in: 1..<size, using: &random)
            #expect(Glibc.truncate(settings.path, off_t(length)) == 0)
            let log = LogLines()
            let found = try await Self.survivors(settings, log)
            expectSound(found, of: sample, "seed \(seed)")
            let gone = Set(length / SpoolSchema.pageSize + 1...size / SpoolSchema.pageSize + 1)
            let missing = places.events(sparedBy: gone).subtracting(found.events)
            #expect(
                missing.count == 0, "seed \(seed): \(missing.count) events gone that were before the end; \(log.all)")
            #expect(log.warnings.contains { $0.contains("spool.db") }, "seed \(seed)")
        }
    }

    /// Without damage a salvage saves everything, checkpoints and what else there is.
    @Test func aSalvageOfASoundSpoolSavesEverything() async throws {
        let sample = try await Sample()
        var target = sample.settings
        target.path = sample.folder.file("other.db")
        let report = try SpoolSalvage.run(from: sample.settings.path, to: target)
        #expect(report.isComplete && report.events == 606 && report.deadLetters == 70 && report.forgotten == [])
        #expect(try SpoolFile.events(target.path) == sample.events)
        #expect(try SpoolFile.findings(target.path) == [])
        let (old, new) = (try SpoolDatabase(sample.settings), try SpoolDatabase(target))
        let (before, after) = (try old.load(), try new.load())
        #expect(after.counters == before.counters && after.checkpoints == before.checkpoints)
        #expect(after.types == before.types && after.nextChunkID == before.nextChunkID)
        #expect(try new.recentIDs(of: "s1") == old.recentIDs(of: "s1"))
        #expect(try Self.letters(old) == Self.letters(new))
        try old.close()
        try new.close()
    }

    private static func letters(_ database: SpoolDatabase) throws -> [Row] {
        try database.queue.inDatabase { try Row.fetchAll($0, sql: "SELECT * FROM dead_letter") }
    }

    /// Checkpoints go on only if no event can be missing: what they cover would be lost for good.
    @Test func checkpointsAreForgottenWithTheirEvents() async throws {
        let sample = try await Sample()
        let page = try #require(try Places(sample.settings.path).pages.max())
        for (hit, isForgotten) in [("events", true), ("recent_ids", false), ("dead_letter", false)] {
            let (folder, settings) = try sample.copy()
            defer { withExtendedLifetime(folder) {} }
            if isForgotten {
                let start = (page - 1) * SpoolSchema.pageSize
                try Damage.overwrite(settings.path, at: start, [UInt8](repeating: 0xFF, count: SpoolSchema.pageSize))
            } else {
                try Damage.breakTable(hit, of: settings.path)
            }
            let log = LogLines()
            let spool = try SpoolFile.open(settings, log)
            if isForgotten {
                // Only found when they are read: the start does not read all.
                let consumer = try Consumer(spool)
                var seen = 0
                while seen == 0 || spool.counters().dropped == 0, seen < 700 {
                    seen += try await consumer.take(limit: 50).count + 1
                }
            }
            let known = try ["s0", "s1", "s2"].compactMap { try spool.checkpoint(of: $0) }
            #expect(known.isEmpty == isForgotten, "\(hit): \(log.all)")
            if isForgotten {
                // A source that runs is told once, so that it starts again; then it may go on.
                await #expect(throws: SpoolError.salvaged) { try await spool.append(Events.append("s0", 900..<901)) }
                try await spool.append(Events.append("s0", 900..<901))
                try await spool.flush(source: "s0")
                await #expect(throws: SpoolError.salvaged) { try await spool.flush(source: "s1") }
                #expect(try spool.checkpoint(of: "s0") == Array("901".utf8))
            }
            #expect(spool.counters().balances)
            spool.close()
        }
    }

    @Test func whatIsNoSpoolIsKeptAside() async throws {
        let sample = try await Sample()
        let (folder, settings) = try sample.copy()
        let foreign = folder.file("foreign.db")
        let queue = try DatabaseQueue(path: foreign)
        try queue.inDatabase { try $0.execute(sql: "CREATE TABLE chunk(a, b); INSERT INTO chunk VALUES('x', 1)") }
        try queue.close()
        for path in [foreign, settings.path] {
            let log = LogLines()
            if path == settings.path {
                try Damage.overwrite(path, at: 0, [UInt8](repeating: 7, count: 4_096))
            }
            let spool = try SpoolFile.open(SpoolSettings(path: path), log)
            try await spool.append(Events.append("a", 0..<3))
            spool.close()
            #expect(log.warnings.contains { $0.contains(path + ".damaged-1") })
            #expect(spool.counters().balances)
            #expect(spool.counters().waiting == (path == foreign ? 3 : 609))
        }
    }

    /// However a salvage is cut short, the next start has the events.
    @Test func aSalvageThatIsCutShortGoesOn() async throws {
        let sample = try await Sample()
        for step in 0..<4 {
            let (folder, settings) = try sample.copy()
            defer { withExtendedLifetime(folder) {} }
            let files = SalvageFiles(path: settings.path)
            var target = settings
            target.path = files.unfinished
            _ = try SpoolSalvage.run(from: settings.path, to: target)
            // Killed while it was made; when it was made; when the damaged one was aside; when its journal was too.
            if step > 0 { try files.finish() }
            if step > 1 { #expect(rename(settings.path, settings.path + ".damaged-1") == 0) }
            if step > 2 { _ = rename(settings.path + "-wal", settings.path + ".damaged-1-wal") }
            let found = try await Self.survivors(settings, LogLines())
            expectSound(found, of: sample, "step \(step)")
            #expect(found.events.count == 606, "step \(step)")
            #expect(!files.isInterrupted)
        }
    }

    /// A flipped bit in the journal that a killed host left: SQLite would forget every transaction behind it.
    @Test func aDamagedJournalLosesNoTransactionBehindIt() async throws {
        let folder = try TemporaryFolder()
        let spool = try SpoolFile.open(SpoolSettings(path: folder.file("live.db")))
        for number in 0..<40 {
            try await spool.append(Events.append("a", number * 10..<number * 10 + 10, size: 200))
            try await spool.flush(source: "a")
        }
        let known = Set((0..<400).map { Events.bytes("a", $0, size: 200) })
        for seed in 1...12 as ClosedRange<UInt64> {
            var random = Seeded(seed)
            let settings = SpoolSettings(path: folder.file("spool-\(seed).db"))
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: folder.file("live.db" + suffix), toPath: settings.path + suffix)
            }
            let size = try Data(contentsOf: URL(fileURLWithPath: settings.path + "-wal")).count
            #expect(size > 40 * SpoolSchema.pageSize)
            try Damage.flip(settings.path + "-wal", [(Int.random(in: size / 4..<size / 2, using: &random), 4)])
            let log = LogLines()
            let found = try await Self.survivors(settings, log)
            #expect(found.counters.balances && Set(found.events).subtracting(known).isEmpty, "seed \(seed)")
            // The page that was hit may have been the last version of one with a few chunks.
            #expect(found.events.count >= 320, "seed \(seed): \(found.events.count) of 400; \(log.all)")
            #expect(log.warnings.contains { $0.contains("journal") }, "seed \(seed)")
        }
        spool.close()
    }

    /// Numbers that do not balance, or would overflow: what waits is counted by the rows, and the host goes on.
    @Test(arguments: ["queued = queued + 5", "acknowledged = 9000000000000000000", "waiting = -4", "mapped = 'x'"])
    func countersThatCannotBeAreCountedAnew(change: String) async throws {
        let sample = try await Sample()
        let queue = try DatabaseQueue(path: sample.settings.path)
        try await queue.write { try $0.execute(sql: "UPDATE counters SET \(change)") }
        try queue.close()
        let found = try await Self.survivors(sample.settings, LogLines())
        #expect(found.events == sample.events && found.counters.balances, "\(found.counters)")
    }

    /// As when damage hits the name of a column in the schema.
    @Test func aCounterThatIsNotThereIsDamage() async throws {
        let sample = try await Sample()
        let queue = try DatabaseQueue(path: sample.settings.path)
        try await queue.write { try $0.execute(sql: "ALTER TABLE counters RENAME COLUMN filtered TO fxltered") }
        try queue.close()
        let found = try await Self.survivors(sample.settings, LogLines())
        #expect(found.events == sample.events && found.counters.balances, "\(found.counters)")
    }

    /// Sums tell every single flipped bit, whatever the length.
    @Test func sumsTellEveryFlippedBit() {
        for length in [1, 7, 8, 9, 31, 32, 33, 64, 100] {
            var random = Seeded(UInt64(length))
            var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            func sum() -> Int64 {
                var sum = SpoolSum()
                bytes.withUnsafeBytes { sum.add($0) }
                return sum.value
            }
            let whole = sum()
            for bit in 0..<length * 8 {
                bytes[bit / 8] ^= 1 << (bit % 8)
                #expect(sum() != whole)
                bytes[bit / 8] ^= 1 << (bit % 8)
            }
        }
    }
}
