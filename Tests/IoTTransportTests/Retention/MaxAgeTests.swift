import TestServers
import Testing

@testable import IoTTransport

/// Ordinary events leave when they have waited too long, by the clock that can be trusted.
@Suite struct MaxAgeTests {
    let folder: TemporaryFolder
    let log = LogLines()
    let clock = ManualClock()

    init() throws { folder = try TemporaryFolder() }

    private var settings: SpoolSettings {
        SpoolSettings(
            path: folder.file("spool.db"), retention: SpoolRetention(maxAge: .seconds(3_600), keep: ["alarm"]))
    }

    /// Wakes the spool's thread, which sleeps by the real clock.
    private func wake(_ spool: Spool) async throws {
        try await spool.append(SpoolAppend(source: "waker"))
        try await spool.flush(source: "waker")
    }

    @Test func theOldGoAndTheKeptStay() async throws {
        let spool = try SpoolFile.open(settings, log, clock: clock)
        try await spool.append(Events.append("a", 0..<5))
        try await spool.append(Events.append("k", 0..<5, eventClass: .kept))
        try await spool.flush(source: "a")
        try await spool.flush(source: "k")
        clock.pass(2_000)
        try await spool.append(Events.append("a", 5..<9))
        try await spool.flush(source: "a")
        #expect(spool.counters().dropped == 0)
        clock.pass(1_700)
        try await wake(spool)
        #expect(spool.counters().dropped == 5 && spool.counters().droppedByCause == ["age": 5])
        clock.pass(10_000)
        try await wake(spool)
        spool.close()
        #expect(try SpoolFile.events(settings.path) == (0..<5).map { Events.bytes("k", $0) })
        #expect(spool.counters().dropped == 9 && spool.counters().balances)
        #expect(log.warnings.contains { $0.contains("dropped 5 events older than maxAge") })
        #expect(try SpoolFile.findings(settings.path) == [])
    }

    /// A clock that is put right by years must not empty the spool.
    @Test func aJumpOfTheWallClockDropsNothing() async throws {
        let spool = try SpoolFile.open(settings, log, clock: clock)
        try await spool.append(Events.append("a", 0..<5))
        try await spool.flush(source: "a")
        clock.pass(700)
        clock.jump(10 * 365 * 86_400)
        try await wake(spool)
        #expect(spool.counters().waiting == 5)
        clock.jump(-20 * 365 * 86_400)
        clock.pass(100)
        try await wake(spool)
        #expect(spool.counters().waiting == 5)
        // They still get old.
        clock.pass(3_600)
        try await wake(spool)
        #expect(spool.counters().waiting == 0 && spool.counters().dropped == 5)
        spool.close()
    }

    @Test func afterAStartTheWallClockCountsOnceItHasStood() async throws {
        var spool = try SpoolFile.open(settings, log, clock: clock)
        try await spool.append(Events.append("a", 0..<5))
        spool.close()
        // The machine starts with a wrong clock, which is put right a little later.
        clock.jump(86_400)
        spool = try SpoolFile.open(settings, log, clock: clock)
        clock.pass(60)
        clock.jump(-86_400)
        clock.pass(700)
        try await wake(spool)
        #expect(spool.counters().waiting == 5)
        spool.close()
        // This time it was off for a day.
        clock.pass(86_400)
        spool = try SpoolFile.open(settings, log, clock: clock)
        try await wake(spool)
        #expect(spool.counters().waiting == 5, "not in the first minutes: they may be delivered")
        clock.pass(700)
        try await wake(spool)
        #expect(spool.counters().dropped == 5)
        spool.close()
    }

    @Test func noticesAreRare() {
        var notice = DropNotice()
        #expect(notice.take(now: 0) == nil)
        notice.add([.oldest: 1])
        #expect(notice.take(now: 0) == "full: dropped 1 event, the oldest")
        notice.add([.oldest: 3])
        notice.add([.age: 2])
        #expect(notice.take(now: 59 * MonotonicTime.second) == nil)
        notice.add([.oldest: 4])
        #expect(
            notice.take(now: 60 * MonotonicTime.second)
                == "full: dropped 7 events, the oldest; dropped 2 events older than maxAge")
        #expect(notice.take(now: 300 * MonotonicTime.second) == nil)
    }
}
