import AdapterAPI
import Foundation
import Testing

@testable import HotFolder

/// What waits is counted, and said again and again.
@Suite("Waiting files")
struct WaitingTests {
    @Test("a word after ten minutes, then ever more rarely, for as long as it is there")
    func overdue() {
        var waiting = WaitingFiles()
        let names: Set = [FileName("a")]
        var said: [Int64] = []
        for minute in stride(from: Int64(0), through: 4 * 1_440, by: 5) {
            waiting.scanned(names, now: minute * 60)
            for (_, seconds) in waiting.overdue(now: minute * 60, unless: { _ in false }) { said.append(seconds / 60) }
        }
        #expect(said == [10, 60, 360, 1_800, 3_240, 4_680])
        waiting.scanned([], now: 1_000_000)
        #expect(waiting.count == 0 && waiting.oldestSince == nil)
    }

    @Test("of files that are only queued nothing is said")
    func queued() {
        var waiting = WaitingFiles()
        waiting.scanned([FileName("a"), FileName("b")], now: 0)
        #expect(waiting.overdue(now: 9_999, unless: { $0 == FileName("a") }).map(\.name) == [FileName("b")])
    }

    @Test(
        "scans: never more than a tenth of the time, fewer when events tell all, at once when something calls for one")
    func schedule() {
        var schedule = ScanSchedule(interval: .seconds(5))
        schedule.restart(now: .seconds(100))
        #expect(schedule.next == .seconds(100))
        schedule.done(now: .seconds(100), duration: .milliseconds(10), isIdle: false)
        #expect(schedule.next == .seconds(105))
        schedule.done(now: .seconds(105), duration: .seconds(2), isIdle: false)
        #expect(schedule.next == .seconds(125))
        schedule.isWanted(now: .seconds(106))
        #expect(schedule.next == .seconds(125))
        schedule.done(now: .seconds(125), duration: .milliseconds(1), isIdle: true)
        #expect(schedule.next == .seconds(155))
        schedule.isBusy()
        #expect(schedule.next == .seconds(130))
        schedule.isWanted(now: .seconds(126))
        #expect(schedule.next == .seconds(126))
        schedule.done(now: .seconds(126), duration: .milliseconds(1), isIdle: true)
        schedule.isWanted(now: .seconds(126))
        #expect(schedule.next == .milliseconds(126_100))
    }

    @Test("what is worked on is said before, each piece that is read and each file that leaves after it")
    func activity() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a", "1\n")
        let world = World()
        try await HotFolderRun.live(LineAdapter(.quick(folder)), RecordingSink(), world: world) {
            folder.exists("done/a") && world.activities.last == .idle
        }
        let path = folder.path
        let working = { (what: String) in SourceActivity.working(on: what) }
        let steps = world.activities.prefix { $0 != .idle }
        #expect(
            Array(steps) == [
                working("opening \(path)"), working("looking through \(path)"), working("\(path)/a"), .advanced,
                working("moving files away from \(path)/a"), .advanced,
            ])
    }

    @Test("files that never become complete are counted, and said with what they wait for")
    func stuck() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a.tmp", "1\n")
        try folder.write("b.txt", "1\n")
        try folder.write(".hidden", "1\n")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/link.txt", withDestinationPath: "\(folder.path)/nowhere")
        let lines = RecordingLog.Lines()
        let world = World()
        var hasAdvanced = false
        try await HotFolderRun.live(
            LineAdapter(.quick(folder, ready: .marker)), RecordingSink(), logger: RecordingLog.logger(lines),
            world: world
        ) {
            guard world.report?.gauges["filesWaiting"] == 3 else { return false }
            if !hasAdvanced { world.advance(WaitingFiles.patience) }
            hasAdvanced = true
            return lines.warnings.count { $0.contains("has waited") } >= 3
        }
        func said(_ name: String, _ why: String) -> Bool {
            lines.warnings.count { $0.contains("/\(name) has waited for 10min: ") && $0.contains(why) } == 1
        }
        #expect(said("a.tmp", "its name"), "\(lines.warnings)")
        #expect(said("b.txt", "its marker is not there"))
        #expect(said("link.txt", "it is a link"))
        let since = try #require(world.report?.oldestWaitingSince)
        #expect(abs(since - AdapterClock.system.now().seconds) < 60)
    }

    @Test("refused files are counted, and no longer when somebody has taken them away")
    func inError() async throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] { try folder.write(name, "fault\n") }
        let world = World()
        var hasRemoved = false
        try await HotFolderRun.live(LineAdapter(.quick(folder)), RecordingSink(), world: world) {
            if !hasRemoved {
                guard world.report?.gauges["filesInError"] == 2 else { return false }
                try folder.remove("error/a")
                // Something to scan for, since an idle folder is looked at rarely.
                try folder.write("c.tmp", "1\n")
                hasRemoved = true
            }
            return world.report?.gauges["filesInError"] == 1
        }
        #expect(world.report?.gauges["filesInError"] == 1)
        #expect(world.report?.lastFault?.contains("a fault") == true)
    }
}
