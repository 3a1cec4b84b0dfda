import Testing

@testable import AdapterHostKit

/// When a source that has ended starts again.
@Suite struct SourceRestartTests {
    /// The delays after so many failures, each after a run of so many seconds.
    private func delays(_ runs: [Int]) -> [Duration] {
        var restart = SourceRestart(stopsWhenIdle: false)
        var now = Duration.zero
        return runs.compactMap { run in
            restart.started(now: now)
            now += .seconds(run)
            guard case .restart(let delay) = restart.ended(.failed, now: now) else { return nil }
            now += delay
            return delay
        }
    }

    @Test func `each failure waits twice as long, a minute at most`() {
        #expect(delays(Array(repeating: 1, count: 9)).map(\.components.seconds) == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    }

    @Test func `after a run of more than a minute it begins again with a second`() {
        #expect(delays([1, 1, 60, 61, 1]).map(\.components.seconds) == [1, 2, 4, 1, 2])
    }

    @Test func `failures are counted until a good run`() {
        var restart = SourceRestart(stopsWhenIdle: false)
        for (now, failures) in [(0, 1), (10, 2), (20, 3), (100, 1)] {
            restart.started(now: .seconds(now == 100 ? 30 : now))
            _ = restart.ended(.failed, now: .seconds(now))
            #expect(restart.failures == failures)
        }
    }

    @Test func `what returns or is cancelled is over, and so is a failure that nobody waits for`() {
        var restart = SourceRestart(stopsWhenIdle: false)
        #expect(restart.ended(.returned, now: .zero) == .end(isGood: true))
        #expect(restart.ended(.cancelled, now: .zero) == .end(isGood: true))
        restart = SourceRestart(stopsWhenIdle: true)
        #expect(restart.ended(.failed, now: .zero) == .end(isGood: false))
    }
}
