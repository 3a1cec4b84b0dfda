import AdapterAPI
import Testing

@testable import HotFolder

/// The process ends at every step there is, and again at another one in the next run; what had been sent but not flushed
/// is lost, or survives in part. In the end every record is there exactly once and every file is where it belongs.
@Suite("Crashes")
struct CrashTests {
    private static let expected = ["a:1", "a:2", "a:3", "a:4", "a:5", "b:1", "b:2", "b:3", "d:1"]

    private func fill(_ folder: TemporaryFolder) throws {
        try folder.write("a", "1\n2\n3\n4\n5\n")
        try folder.write("b", "1\n2\n3\nfault\n")
        try folder.write("c", "\n")
        try folder.write("d", "1\n")
    }

    private func settings(_ folder: TemporaryFolder) -> HotFolderSettings {
        var settings = HotFolderSettings(folder: folder.path)
        settings.ready = .rename
        return settings
    }

    private func check(_ folder: TemporaryFolder, _ records: [String], _ comment: Comment) {
        #expect(records.sorted() == Self.expected, comment)
        #expect(folder.names() == ["done", "error"], comment)
        #expect(folder.names("done") == ["a", "c", "d"], comment)
        #expect(folder.names("error").contains("b"), comment)
        #expect(folder.names("error").contains("b.reason.txt"), comment)
        #expect(folder.names("error").count == 2, comment)
    }

    @Test("one crash at each step", arguments: 0...4)
    func one(survivors: Int) async throws {
        var crashAt = 0
        while true {
            let folder = try TemporaryFolder()
            try fill(folder)
            let adapter = LineAdapter(settings(folder))
            let first = RecordingSink(stepsLeft: crashAt, survivors: survivors)
            try await HotFolderRun.once(adapter, first)
            let second = RecordingSink(checkpoint: first.checkpoint)
            try await HotFolderRun.once(adapter, second)
            check(folder, first.records + second.records, "crash at step \(crashAt), \(survivors) survive")
            if first.steps <= crashAt { break }
            crashAt += 1
        }
        #expect(crashAt > 20)
    }

    @Test("three crashes in a row, by seed", arguments: 0..<100)
    func several(seed: Int) async throws {
        var random = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
        func draw(_ bound: Int) -> Int {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return Int(random % UInt64(bound))
        }
        let folder = try TemporaryFolder()
        try fill(folder)
        let adapter = LineAdapter(settings(folder))
        var records: [String] = []
        var checkpoint: Checkpoint?
        for round in 0..<4 {
            let sink = RecordingSink(
                checkpoint: checkpoint, stepsLeft: round < 3 ? draw(24) : nil, survivors: draw(5))
            try await HotFolderRun.once(adapter, sink)
            records += sink.records
            checkpoint = sink.checkpoint
        }
        check(folder, records, "seed \(seed)")
    }
}
