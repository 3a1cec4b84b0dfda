import AdapterAPI
import Testing

@testable import HotFolder

/// The process ends at every step there is, and again at another one in the next run; what had been sent but not flushed
/// is lost, or survives in part. In the end every record is there exactly once and every file is where it belongs.
@Suite("Crashes")
struct CrashTests {
    /// How files leave, which is where most steps are.
    enum Way: CaseIterable {
        case renamed, copied, deleted, marked, inFolders
    }

    private static let expected = ["a:1", "a:2", "a:3", "a:4", "a:5", "b:1", "b:2", "b:3", "d:1"]

    /// The folders of one test.
    private struct Place {
        let way: Way
        let inbox: TemporaryFolder
        let target: TemporaryFolder
        let settings: HotFolderSettings
        /// Before each name.
        let prefix: String

        /// nil when there is no second file system.
        init?(_ way: Way) throws {
            self.way = way
            inbox = try TemporaryFolder()
            var settings = HotFolderSettings.quick(inbox)
            switch way {
            case .copied:
                guard let other = try TemporaryFolder.elsewhere(than: inbox) else { return nil }
                target = other
                settings.create = true
                settings.done = .folder("\(other.path)/done")
                settings.error = .folder("\(other.path)/error")
            case .deleted:
                target = inbox
                settings.done = .delete
            case .marked:
                target = inbox
                settings.ready = .marker
            case .inFolders:
                target = inbox
                settings.subfolders = true
            case .renamed: target = inbox
            }
            prefix = way == .inFolders ? "x/y/" : ""
            self.settings = settings
        }

        func write(_ name: String, _ text: String) throws {
            try inbox.write(prefix + name, text)
            if way == .marked { try inbox.write(prefix + name + ".ok", "") }
        }

        /// Whether these, and only these, are where they belong, and nothing is left.
        func check(done: [String], error: [String], _ comment: Comment) {
            var expected = error.flatMap { ["error/\(prefix)\($0)", "error/\(prefix)\($0).reason.txt"] }
            if way != .deleted { expected += done.map { "done/\(prefix)\($0)" } }
            #expect(target.tree() == expected.sorted(), comment)
            if way == .copied { #expect(inbox.tree().isEmpty, comment) }
        }
    }

    private func fill(_ place: Place) throws {
        try place.write("a", "1\n2\n3\n4\n5\n")
        try place.write("b", "1\n2\n3\nfault\n")
        try place.write("c", "\n")
        try place.write("d", "1\n")
    }

    private func check(_ place: Place, _ records: [String], _ comment: Comment) {
        #expect(records.sorted() == Self.expected, comment)
        place.check(done: ["a", "c", "d"], error: ["b"], comment)
    }

    /// What a crash left under its removal name comes back at one look and is taken at the next.
    private func finish(_ place: Place, _ checkpoint: Checkpoint?) async throws -> [String] {
        let sink = RecordingSink(checkpoint: checkpoint)
        try await HotFolderRun.once(LineAdapter(place.settings), sink)
        return sink.records
    }

    @Test("one crash at each step", arguments: Way.allCases, 0...4)
    func one(way: Way, survivors: Int) async throws {
        var crashAt = 0
        while true {
            guard let place = try Place(way) else {
                return print("skipped: /dev/shm and the temporary folder are one file system")
            }
            try fill(place)
            let first = RecordingSink(stepsLeft: crashAt, survivors: survivors)
            try await HotFolderRun.once(LineAdapter(place.settings), first)
            let second = try await finish(place, first.checkpoint)
            check(place, first.records + second, "\(way), crash at step \(crashAt), \(survivors) survive")
            if first.steps <= crashAt { break }
            crashAt += 1
        }
        #expect(crashAt > 20)
    }

    private struct Draws {
        var state: UInt64

        init(seed: Int) { state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1 }

        mutating func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
    }

    @Test("three crashes in a row, by seed", arguments: Way.allCases, 0..<40)
    func several(way: Way, seed: Int) async throws {
        var draws = Draws(seed: seed)
        guard let place = try Place(way) else { return }
        try fill(place)
        var records: [String] = []
        var checkpoint: Checkpoint?
        for _ in 0..<3 {
            let sink = RecordingSink(
                checkpoint: checkpoint, stepsLeft: draws.next(24), survivors: draws.next(5))
            try await HotFolderRun.once(LineAdapter(place.settings), sink)
            records += sink.records
            checkpoint = sink.checkpoint
        }
        records += try await finish(place, checkpoint)
        check(place, records, "\(way), seed \(seed)")
    }

    @Test("crashes among groups of many files, by seed", arguments: Way.allCases, 0..<4)
    func groups(way: Way, seed: Int) async throws {
        var draws = Draws(seed: seed + 1_000)
        guard let place = try Place(way) else { return }
        let names = (0..<(TakeLimits().files + 100)).map { "f\($0)" }
        var expected: [String] = []
        for name in names {
            try place.write(name, "1\n2\n3\n")
            expected += (1...3).map { "\(name):\($0)" }
        }
        var records: [String] = []
        var checkpoint: Checkpoint?
        for _ in 0..<5 {
            let sink = RecordingSink(
                checkpoint: checkpoint, stepsLeft: draws.next(2_500), survivors: draws.next(500))
            try await HotFolderRun.once(LineAdapter(place.settings), sink)
            records += sink.records
            checkpoint = sink.checkpoint
        }
        records += try await finish(place, checkpoint)
        #expect(records.count == expected.count && Set(records) == Set(expected), "\(way), seed \(seed)")
        place.check(done: names, error: [], "\(way), seed \(seed)")
    }
}
