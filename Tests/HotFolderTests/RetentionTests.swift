import AdapterAPI
import Foundation
import Testing

@testable import HotFolder

@Suite("Retention")
struct RetentionTests {
    private func file(_ name: Int, size: Int = 10, since: Int64) -> RetentionPass.File {
        RetentionPass.File(name: FileName("\(name)"), size: size, since: since)
    }

    private func expired(_ keep: HotFolderSettings.Keep, _ files: [RetentionPass.File], now: Int64 = 1_000) -> [String]
    {
        var pass = RetentionPass(keep, now: now)
        for file in files { pass.see(file) }
        return pass.finish().files.map(\.name.description)
    }

    @Test("by age, by size, by both: the oldest go first, and no more than must")
    func rules() {
        let files = [file(3, since: 900), file(1, since: 100), file(2, since: 500)]
        #expect(expired(.init(age: .seconds(500)), files) == ["1"])
        #expect(expired(.init(age: .seconds(499)), files) == ["1", "2"])
        #expect(expired(.init(maxSize: 30), files) == [])
        #expect(expired(.init(maxSize: 29), files) == ["1"])
        #expect(expired(.init(maxSize: 0), files) == ["1", "2", "3"])
        #expect(expired(.init(age: .seconds(900), maxSize: 15), files) == ["1", "2"])
        #expect(expired(.init(), files) == [])
    }

    @Test("of more files than it keeps in memory it finds the oldest, and says that there may be more")
    func bounded() {
        var pass = RetentionPass(.init(age: .seconds(0)), now: 1_000_000)
        let count = 5 * RetentionPass.limit + 7
        for number in 0..<count { pass.see(file(number, since: Int64((number * 7_919) % count))) }
        let (files, mayBeMore) = pass.finish()
        #expect(files.map(\.since) == (0..<Int64(RetentionPass.limit)).map { $0 })
        #expect(mayBeMore && pass.total == count * 10)
    }

    /// Runs a retention until it has nothing to do, the time of day moved on.
    private func run(_ folder: TemporaryFolder, _ keep: HotFolderSettings.Keep, later: Int64 = 0) throws -> Int {
        var settings = HotFolderSettings(folder: folder.path)
        settings.files = ["*.xml"]
        let open = try OpenFolder(settings)
        let done = try #require(open.done)
        let retention = Retention(done, keep, NameRules(settings), logger: .silent, now: .zero)
        let wall = AdapterClock.system.now().seconds + later
        var steps = 0
        var now = Duration.zero
        repeat {
            let next = retention.step(now: now, wall: wall)
            steps += 1
            // The next pass is far off.
            if retention.isIdle, next - now > Retention.pause { break }
            now = next
        } while steps < 1_000
        return steps
    }

    @Test("only old files go, only such as may have been put there, and folders that become empty")
    func files() throws {
        let folder = try TemporaryFolder()
        for name in ["a.xml", "a.XML.1", "s/t/b.xml", "notes.txt", "c.xml.bak", ".hidden.xml"] {
            try folder.write("done/\(name)", "x")
        }
        _ = try run(folder, .init(age: .seconds(86_400)), later: 80_000)
        #expect(folder.tree().count == 6)
        _ = try run(folder, .init(age: .seconds(86_400)), later: 90_000)
        #expect(folder.tree() == ["done/.hidden.xml", "done/c.xml.bak", "done/notes.txt"])
        #expect(folder.names("done") == [".hidden.xml", "c.xml.bak", "notes.txt"])
    }

    @Test("by size, in small steps")
    func size() throws {
        let folder = try TemporaryFolder()
        for number in 0..<600 { try folder.write("done/\(number).xml", "0123456789") }
        let steps = try run(folder, .init(maxSize: 1_000))
        #expect(folder.names("done").count == 100)
        #expect(steps >= 600 / Retention.lookStep + 500 / Retention.deleteStep)
    }

    @Test("a hot folder keeps what it is told to keep, reasons go with their files")
    func wholeWay() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a.xml", "1\n")
        try folder.write("b.xml", "fault\n")
        var settings = HotFolderSettings.quick(folder)
        settings.keepDone = .init(age: .seconds(86_400))
        settings.keepErrors = .init(age: .seconds(2 * 86_400))
        let world = World()
        try await HotFolderRun.once(LineAdapter(settings), RecordingSink(), world: world)
        #expect(folder.tree() == ["done/a.xml", "error/b.xml", "error/b.xml.reason.txt"])
        world.advance(86_400 + 60)
        try await HotFolderRun.live(LineAdapter(settings), RecordingSink(), world: world) {
            folder.names("done").isEmpty
        }
        #expect(folder.tree() == ["error/b.xml", "error/b.xml.reason.txt"])
        world.advance(86_400)
        try await HotFolderRun.once(LineAdapter(settings), RecordingSink(), world: world)
        #expect(folder.tree().isEmpty)
    }
}
