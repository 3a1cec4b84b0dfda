import AdapterAPI
import Foundation
import Testing

@testable import HotFolder

/// Where files go.
@Suite("Destinations")
struct DestinationTests {
    @Test("to another file system: copied with its time, a clash gets a number, the reason stands beside it")
    func elsewhere() async throws {
        let folder = try TemporaryFolder()
        guard let other = try TemporaryFolder.elsewhere(than: folder) else {
            return print("skipped: /dev/shm and the temporary folder are one file system")
        }
        var settings = HotFolderSettings.quick(folder)
        settings.create = true
        settings.subfolders = true
        settings.done = .folder("\(other.path)/done")
        settings.error = .folder("\(other.path)/error")
        let large = (1...100_000).map { "\($0)\n" }.joined()
        for round in 1...2 {
            try folder.write("s/a", round == 1 ? large : "2\n")
            try folder.setTime("s/a", 1_000_000_000)
            try folder.write("s/b", "fault\n\(round)\n")
            try await HotFolderRun.once(LineAdapter(settings), RecordingSink())
        }
        #expect(folder.tree().isEmpty)
        #expect(
            other.tree() == [
                "done/s/a", "done/s/a.1", "error/s/b", "error/s/b.1", "error/s/b.1.reason.txt", "error/s/b.reason.txt",
            ])
        #expect(try other.text("done/s/a") == large)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(other.path)/done/s/a")
        #expect((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 == 1_000_000_000)
    }

    @Test("done: delete keeps nothing of what was taken, and all that was refused")
    func delete() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n")
        try folder.write("b", "fault\n")
        var settings = HotFolderSettings.quick(folder)
        settings.done = .delete
        let sink = RecordingSink()
        try await HotFolderRun.once(LineAdapter(settings), sink)
        #expect(sink.records == ["a:1"])
        #expect(folder.tree() == ["error/b", "error/b.reason.txt"])
        #expect(folder.names() == ["error"])
    }

    @Test("what a crash left under its removal name goes if it was taken, and comes back if it was not")
    func leftovers() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n")
        var settings = HotFolderSettings.quick(folder)
        settings.done = .delete
        // The last step but two is the one before the removal.
        let trial = RecordingSink()
        try await HotFolderRun.once(LineAdapter(settings), trial)
        try folder.write("a", "1\n")
        let crashed = RecordingSink(stepsLeft: trial.steps - 3)
        try await HotFolderRun.once(LineAdapter(settings), crashed)
        #expect(folder.names().contains(".hot-folder-removing.a"))
        try folder.write(".hot-folder-removing.b", "2\n")
        let sink = RecordingSink(checkpoint: crashed.checkpoint)
        try await HotFolderRun.once(LineAdapter(settings), sink)
        // What came back is found by the next look.
        try await HotFolderRun.once(LineAdapter(settings), sink)
        #expect(crashed.records + sink.records == ["a:1", "b:2"])
        #expect(folder.tree().isEmpty)
    }

    @Test("a file that cannot be moved stays, is not read again, and leaves when it can")
    func cannotMove() async throws {
        let folder = try TemporaryFolder()
        try folder.write("x/a", "1\n")
        try folder.write("b", "2\n")
        // A file where the folder should be.
        try folder.write("done/x", "in the way")
        var settings = HotFolderSettings.quick(folder)
        settings.subfolders = true
        let sink = RecordingSink()
        let lines = RecordingLog.Lines()
        let world = World()
        let start = ContinuousClock.now
        try await HotFolderRun.live(
            LineAdapter(settings), sink, logger: RecordingLog.logger(lines), world: world
        ) {
            if ContinuousClock.now - start > .milliseconds(500), (try? folder.text("done/x")) != nil {
                #expect(folder.exists("x/a") && folder.exists("done/b"))
                #expect(world.report?.gauges["filesWaiting"] == 1 && world.report?.ready == 1)
                try folder.remove("done/x")
            }
            return folder.exists("done/x/a") && world.report?.gauges["filesWaiting"] == 0
        }
        #expect(sink.records.sorted() == ["a:1", "b:2"] && world.report?.ready == 0)
        #expect(lines.warnings.count { $0.contains("x/a") && $0.contains("it is tried again") } == 1)
    }

    @Test("when too many files cannot be moved no more are taken, and all go on when they can")
    func fullLedger() async throws {
        let folder = try TemporaryFolder()
        let count = Ledger.limit + 300
        for number in 0..<count { try folder.write("x/\(number)", "\(number)\n") }
        try folder.write("done/x", "in the way")
        var settings = HotFolderSettings.quick(folder)
        settings.subfolders = true
        let sink = RecordingSink()
        let lines = RecordingLog.Lines()
        try await HotFolderRun.live(LineAdapter(settings), sink, logger: RecordingLog.logger(lines)) {
            if lines.warnings.contains(where: { $0.contains("the others wait") }), folder.exists("x/1"),
                (try? folder.text("done/x")) != nil
            {
                try folder.remove("done/x")
            }
            return folder.names("done/x").count == count
        }
        #expect(Set(sink.records).count == count && sink.records.count == count)
    }
}
