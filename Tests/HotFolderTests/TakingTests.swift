import AdapterAPI
import Foundation
import Synchronization
import Testing

@testable import HotFolder

@Suite("Taking files")
struct TakingTests {
    private func settings(_ folder: TemporaryFolder, ready: HotFolderSettings.Ready = .rename) -> HotFolderSettings {
        .quick(folder, ready: ready)
    }

    @Test("what is there is taken and moved, with the reason beside what is refused")
    func once() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n2\n3\n")
        try folder.write("b", "1\nfault\n")
        try folder.write("c.tmp", "1\n")
        let sink = RecordingSink()
        try await HotFolderRun.once(LineAdapter(settings(folder, ready: .auto)), sink)
        #expect(sink.records == ["a:1", "a:2", "a:3", "b:1"])
        #expect(folder.names() == ["c.tmp", "done", "error"])
        #expect(folder.names("done") == ["a"])
        #expect(folder.names("error") == ["b", "b.reason.txt"])
        #expect(try folder.text("error/b.reason.txt") == "b:2:1: a fault\n1 records were taken.\n")
    }

    @Test("a name that is taken in done/ or error/ gets a number")
    func clash() async throws {
        let folder = try TemporaryFolder()
        for round in 1...3 {
            try folder.write("a", "\(round)\n")
            try folder.write("b", "fault\n\(round)\n")
            try await HotFolderRun.once(LineAdapter(settings(folder)), RecordingSink())
        }
        #expect(folder.names("done") == ["a", "a.1", "a.2"])
        #expect(try folder.text("done/a.2") == "3\n")
        #expect(
            folder.names("error") == ["b", "b.1", "b.1.reason.txt", "b.2", "b.2.reason.txt", "b.reason.txt"])
    }

    @Test("a file that is too large is refused unread")
    func tooLarge() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n2\n3\n")
        var settings = settings(folder)
        settings.maxFileSize = 5
        let sink = RecordingSink()
        try await HotFolderRun.once(LineAdapter(settings), sink)
        #expect(sink.records.isEmpty)
        #expect(folder.names("error") == ["a", "a.reason.txt"])
    }

    @Test("what cannot be read stays, is said once and stops nobody")
    func unreadable() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/link.txt", withDestinationPath: "\(folder.path)/nowhere")
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/folder.txt", withIntermediateDirectories: true)
        try folder.write("z.txt", "1\n")
        var settings = settings(folder)
        settings.files = ["*.txt"]
        let sink = RecordingSink()
        let lines = RecordingLog.Lines()
        let start = ContinuousClock.now
        try await HotFolderRun.live(LineAdapter(settings), sink, logger: RecordingLog.logger(lines)) {
            folder.exists("done/z.txt") && ContinuousClock.now - start > .milliseconds(350)
        }
        #expect(sink.records == ["z.txt:1"])
        #expect(folder.names() == ["done", "error", "folder.txt", "link.txt"])
        #expect(lines.warnings.count { $0.contains("link.txt") && $0.contains("it is a link") } == 1)
        #expect(lines.warnings.count { $0.contains("folder.txt") } == 1)
    }

    @Test("events: moved in at once, written and closed after a rest, empty refused")
    func live() async throws {
        let folder = try TemporaryFolder()
        var settings = settings(folder, ready: .auto)
        settings.scanInterval = .seconds(60)
        let sink = RecordingSink()
        let step = Mutex(0)
        try await HotFolderRun.live(LineAdapter(settings), sink) {
            guard folder.exists("error") else { return false }
            let isFirst = step.withLock { step in
                step += 1
                // A moment for the watch, which is set up after the folders are there.
                return step == 5
            }
            if isFirst {
                try folder.write("a.tmp", "1\n")
                try folder.rename("a.tmp", to: "a")
                try folder.write("b.part", "2\n")
                let handle = FileManager.default.createFile(atPath: "\(folder.path)/c", contents: Data("3\n".utf8))
                #expect(handle)
                _ = FileManager.default.createFile(atPath: "\(folder.path)/d", contents: nil)
            }
            return folder.exists("done/a") && folder.exists("done/c") && folder.exists("error/d")
        }
        #expect(sink.records == ["a:1", "c:3"])
        #expect(folder.names() == ["b.part", "done", "error"])
        #expect(try folder.text("error/d.reason.txt") == "d: empty file\n0 records were taken.\n")
    }

    @Test("a folder that is not there is waited for")
    func missing() async throws {
        let parent = try TemporaryFolder()
        var settings = settings(parent)
        settings.folder = "\(parent.path)/later"
        let sink = RecordingSink()
        let lines = RecordingLog.Lines()
        let start = ContinuousClock.now
        try await HotFolderRun.live(LineAdapter(settings), sink, logger: RecordingLog.logger(lines)) {
            if ContinuousClock.now - start > .milliseconds(250), !parent.exists("later") {
                try FileManager.default.createDirectory(
                    atPath: "\(parent.path)/later", withIntermediateDirectories: false)
                try parent.write("later/a", "1\n")
            }
            return parent.exists("later/done/a")
        }
        #expect(sink.records == ["a:1"])
        #expect(lines.warnings.count { $0.contains("\(parent.path)/later") } == 1)
    }

    @Test("a read that fails is tried again where it stopped")
    func readFault() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n2\n3\n4\n5\n")
        let failures = Mutex(0)
        var adapter = LineAdapter(settings(folder))
        adapter.onBatch = { document, taken in
            guard taken == 4,
                failures.withLock({
                    $0 += 1
                    return $0 == 1
                })
            else { return }
            throw FileFault(path: document.path, action: "read", text: "I/O error")
        }
        let sink = RecordingSink()
        try await HotFolderRun.live(adapter, sink) { folder.exists("done/a") }
        #expect(sink.records == (1...5).map { "a:\($0)" })
        #expect(failures.withLock { $0 } == 2)
    }

    @Test("a file that is written to while it is read stays, and is read as a whole later")
    func changedWhileRead() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n")
        let readings = Mutex(0)
        var adapter = LineAdapter(settings(folder))
        adapter.onBatch = { document, _ in
            guard
                readings.withLock({
                    $0 += 1
                    return $0 == 1
                })
            else { return }
            let handle = FileHandle(forWritingAtPath: document.path)
            _ = try handle?.seekToEnd()
            try handle?.write(contentsOf: Data("2\n".utf8))
            try handle?.close()
        }
        let sink = RecordingSink()
        let lines = RecordingLog.Lines()
        try await HotFolderRun.live(adapter, sink, logger: RecordingLog.logger(lines)) { folder.exists("done/a") }
        #expect(sink.records == ["a:1", "a:1", "a:2"])
        #expect(lines.warnings.count { $0.contains("written to after") } == 1)
    }

    @Test("a name that is no UTF-8 is taken under its own bytes")
    func foreignName() async throws {
        let folder = try TemporaryFolder()
        try folder.write("x", "1\n")
        let target: [CChar] = (Array("\(folder.path)/".utf8) + [0xe4, 0x2e, 0x63]).map(CChar.init(bitPattern:)) + [0]
        #expect(rename("\(folder.path)/x", target) == 0)
        let sink = RecordingSink()
        try await HotFolderRun.once(LineAdapter(settings(folder)), sink)
        #expect(sink.records == ["\u{fffd}.c:1"])
        #expect(folder.names() == ["done", "error"])
    }
}
