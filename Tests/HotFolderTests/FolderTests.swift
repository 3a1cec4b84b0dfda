import AdapterAPI
import Foundation
import Logging
import Testing

@testable import HotFolder

/// What a folder may look like, and what may become of it.
@Suite("Folders")
struct FolderTests {
    @Test("folders within the folder: taken from all, put away under the same path; links are not followed")
    func tree() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n")
        try folder.write("x/b", "2\n")
        try folder.write("x/y/Grün z.txt", "3\nfault\n")
        try folder.write(".trash/c", "4\n")
        try folder.write("new.part/d", "5\n")
        for (link, target) in [("x/loop", ".."), ("x/y/loop", folder.path)] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(link)", withDestinationPath: target)
        }
        var settings = HotFolderSettings.quick(folder)
        settings.subfolders = true
        settings.order = .name
        let sink = RecordingSink()
        for _ in 1...2 { try await HotFolderRun.once(LineAdapter(settings), sink) }
        #expect(sink.records == ["a:1", "b:2", "Grün z.txt:3"])
        #expect(
            folder.tree().filter { !$0.contains("loop") }
                == [
                    ".trash/c", "done/a", "done/x/b", "error/x/y/Grün z.txt", "error/x/y/Grün z.txt.reason.txt",
                    "new.part/d",
                ])
    }

    @Test("without subfolders: true folders are left alone")
    func flat() async throws {
        let folder = try TemporaryFolder()
        try folder.write("x/b", "2\n")
        let sink = RecordingSink()
        try await HotFolderRun.once(LineAdapter(.quick(folder)), sink)
        #expect(sink.records.isEmpty && folder.exists("x/b"))
    }

    @Test("a folder that comes while the host runs is watched: by events alone")
    func liveTree() async throws {
        let folder = try TemporaryFolder()
        var settings = HotFolderSettings.quick(folder)
        settings.subfolders = true
        settings.scanInterval = .seconds(3_600)
        let sink = RecordingSink()
        var step = 0
        try await HotFolderRun.live(LineAdapter(settings), sink) {
            switch step {
            case 0 where folder.exists("error"):
                try folder.write("p/q/a", "1\n")
                step = 1
            case 1 where folder.exists("done/p/q/a"):
                // Both are watched by now: written in place, moved in, and the folder renamed.
                try folder.write("p/q/b", "2\n")
                step = 2
            case 2 where folder.exists("done/p/q/b"):
                try folder.rename("p", to: "r")
                step = 3
            case 3:
                try folder.write("r/q/c", "3\n")
                step = 4
            case 4: return folder.exists("done/r/q/c")
            default: break
            }
            return false
        }
        #expect(sink.records == ["a:1", "b:2", "c:3"])
    }

    @Test("a folder of one's own for what was taken may lie among the folders that are watched")
    func targetsInside() async throws {
        let folder = try TemporaryFolder()
        try folder.write("x/a", "1\n")
        try folder.write("x/b", "fault\n")
        var settings = HotFolderSettings.quick(folder)
        settings.subfolders = true
        settings.create = true
        settings.done = .folder("\(folder.path)/away/taken")
        settings.error = .folder("\(folder.path)/away/bad")
        let sink = RecordingSink()
        for _ in 1...2 { try await HotFolderRun.once(LineAdapter(settings), sink) }
        #expect(sink.records == ["a:1"])
        #expect(folder.tree() == ["away/bad/x/b", "away/bad/x/b.reason.txt", "away/taken/x/a"])
    }

    @Test("a folder that is renamed away and comes back: said once each, and taken up again")
    func comesBack() async throws {
        let parent = try TemporaryFolder()
        try parent.write("in/a", "1\n")
        var settings = HotFolderSettings.quick(parent)
        settings.folder = "\(parent.path)/in"
        let sink = RecordingSink()
        let lines = RecordingLog.Lines()
        let world = World()
        var step = 0
        var since = ContinuousClock.now
        try await HotFolderRun.live(
            LineAdapter(settings), sink, logger: RecordingLog.logger(lines, .notice), world: world
        ) {
            switch step {
            case 0 where parent.exists("in/done/a"):
                try parent.rename("in", to: "out")
                since = .now
                step = 1
            case 1 where ContinuousClock.now - since > .milliseconds(350):
                #expect(world.report?.lastFault?.contains("waiting for it") == true)
                try parent.write("out/b", "2\n")
                try parent.rename("out", to: "in")
                step = 2
            case 2: return parent.exists("in/done/b")
            default: break
            }
            return false
        }
        #expect(sink.records == ["a:1", "b:2"])
        #expect(lines.warnings.count { $0.contains("cannot open") } == 1)
        #expect(lines.warnings.count { $0.contains("is there again") } == 1)
        #expect(!parent.exists("in/in"))
    }

    @Test("a folder that is missing fails a run that ends when idle, unless it may be made")
    func missing() async throws {
        let parent = try TemporaryFolder()
        var settings = HotFolderSettings.quick(parent)
        settings.folder = "\(parent.path)/p/in"
        await #expect(throws: FileFault.self) {
            try await HotFolderRun.once(LineAdapter(settings), RecordingSink())
        }
        #expect(parent.names().isEmpty)
        settings.create = true
        try await HotFolderRun.once(LineAdapter(settings), RecordingSink())
        #expect(parent.names("p/in") == ["done", "error"])
    }

    @Test("a folder for taken files that is not mounted is waited for, and nothing is taken meanwhile")
    func targetMissing() async throws {
        let folder = try TemporaryFolder()
        try folder.write("in/a", "1\n")
        var settings = HotFolderSettings.quick(folder)
        settings.folder = "\(folder.path)/in"
        settings.done = .folder("\(folder.path)/archive")
        let sink = RecordingSink()
        let lines = RecordingLog.Lines()
        let start = ContinuousClock.now
        try await HotFolderRun.live(LineAdapter(settings), sink, logger: RecordingLog.logger(lines)) {
            if ContinuousClock.now - start > .milliseconds(250), !folder.exists("archive") {
                #expect(sink.records.isEmpty)
                try FileManager.default.createDirectory(
                    atPath: "\(folder.path)/archive", withIntermediateDirectories: false)
            }
            return folder.exists("archive/a")
        }
        #expect(sink.records == ["a:1"])
        #expect(lines.warnings.count { $0.contains("\(folder.path)/archive") } == 1)
    }

    @Test("the watched folder itself is no place for what was taken")
    func targetIsInbox() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n")
        var settings = HotFolderSettings.quick(folder)
        settings.done = .folder(folder.path)
        await #expect(throws: FileFault.self) {
            try await HotFolderRun.once(LineAdapter(settings), RecordingSink())
        }
        #expect(folder.exists("a"))
    }

    @Test("what the folder lies on is told by its number, said at the start and reported")
    func kind() async throws {
        #expect(FileSystemKind(magic: 0xFF53_4D42) == FileSystemKind(magic: 0xFF53_4D42))
        let expected: [(UInt, String, Bool)] = [
            (0xEF53, "ext4", true), (0x5846_5342, "xfs", true), (0x9123_683E, "btrfs", true),
            (0x0102_1994, "tmpfs", true), (0x794C_7630, "overlay", false), (0xFF53_4D42, "cifs", false),
            (0xFE53_4D42, "smb2", false), (0x6969, "nfs", false), (0x6573_5546, "fuse", false),
            (0x1234, "unknown (0x1234)", false),
        ]
        for (magic, name, isLocal) in expected {
            let kind = FileSystemKind(magic: magic)
            #expect(kind.name == name && kind.reportsAllChanges == isLocal)
        }
        guard FileManager.default.fileExists(atPath: "/dev/shm") else {
            return print("skipped: no /dev/shm, so no file system of a known kind")
        }
        let folder = try TemporaryFolder(in: "/dev/shm")
        let lines = RecordingLog.Lines()
        let world = World()
        try await HotFolderRun.once(
            LineAdapter(.quick(folder)), RecordingSink(), logger: RecordingLog.logger(lines, .info), world: world)
        #expect(lines.warnings.contains("\(folder.path) is on tmpfs"))
        #expect(world.report?.notes["fileSystem"] == "tmpfs")
    }
}
