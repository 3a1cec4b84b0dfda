import AdapterAPI
import Testing

@testable import HotFolder

@Suite("Markers and rests")
struct MarkerTests {
    private func settings(_ folder: TemporaryFolder, _ marker: String = "{name}.ok") throws -> HotFolderSettings {
        var settings = HotFolderSettings.quick(folder, ready: .marker)
        settings.marker = try #require(MarkerTemplate(marker))
        return settings
    }

    @Test("what has a marker is taken, and the marker goes with it")
    func once() async throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b", "c"] { try folder.write(name, name == "b" ? "fault\n" : "1\n") }
        for name in ["a.ok", "b.ok", "z.ok"] { try folder.write(name, "") }
        let sink = RecordingSink()
        try await HotFolderRun.once(LineAdapter(try settings(folder)), sink)
        #expect(sink.records == ["a:1"])
        #expect(folder.names() == ["c", "done", "error", "z.ok"])
        #expect(folder.names("done") == ["a"])
        #expect(folder.names("error") == ["b", "b.reason.txt"])
    }

    @Test("by events: a marker makes its file ready at once", arguments: ["{name}.ok", "{stem}.done"])
    func live(template: String) async throws {
        let folder = try TemporaryFolder()
        var settings = try settings(folder, template)
        settings.scanInterval = .seconds(3_600)
        let sink = RecordingSink()
        var step = 0
        try await HotFolderRun.live(LineAdapter(settings), sink) {
            switch step {
            case 0 where folder.exists("error"):
                try folder.write("a.txt", "1\n")
                step = 1
            case 1..<60:
                // Time enough to be taken, if it were.
                #expect(sink.records.isEmpty)
                step += 1
            case 60:
                try folder.write(settings.marker.marker(for: FileName("a.txt")).description, "")
                step = 61
            case 61: return folder.exists("done/a.txt")
            default: break
            }
            return false
        }
        #expect(sink.records == ["a.txt:1"])
        #expect(folder.names() == ["done", "error"])
    }

    @Test("with ready: stable a file that is moved in rests before it is taken")
    func stable() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n")
        var settings = HotFolderSettings.quick(folder, ready: .stable)
        settings.scanInterval = .seconds(3_600)
        settings.stableFor = .milliseconds(200)
        let sink = RecordingSink()
        let start = ContinuousClock.now
        try await HotFolderRun.live(LineAdapter(settings), sink) { folder.exists("done/a") }
        #expect(ContinuousClock.now - start >= .milliseconds(200))
        #expect(sink.records == ["a:1"])
        try folder.write("b", "2\n")
        try await HotFolderRun.once(LineAdapter(settings), sink)
        #expect(sink.records == ["a:1", "b:2"])
    }
}
