/// Whether and when a source that has ended starts again: pure, times are spans since any fixed moment.
///
/// started → ended(returned or cancelled) → end; started → ended(failed) → restart after 1, 2, 4 … 60 s, from 1 s again
/// once a run has lasted; or end, in a run that nobody waits for.
struct SourceRestart {
    enum End: Equatable { case returned, cancelled, failed }

    enum Action: Equatable {
        /// It is over; whether all went well.
        case end(isGood: Bool)
        case restart(after: Duration)
    }

    static let firstDelay = Duration.seconds(1)
    static let longestDelay = Duration.seconds(60)
    /// A run this long counts as good: the next failure starts from the first delay again.
    static let stableRun = Duration.seconds(60)

    private let stopsWhenIdle: Bool
    private var delay = firstDelay
    private var start = Duration.zero
    /// Failures without a good run between them.
    private(set) var failures = 0

    /// - Parameter stopsWhenIdle: whether a failure is final, since the run ends when idle.
    init(stopsWhenIdle: Bool) {
        self.stopsWhenIdle = stopsWhenIdle
    }

    mutating func started(now: Duration) {
        start = now
    }

    mutating func ended(_ end: End, now: Duration) -> Action {
        guard end == .failed else { return .end(isGood: true) }
        guard !stopsWhenIdle else { return .end(isGood: false) }
        if now - start > Self.stableRun {
            delay = Self.firstDelay
            failures = 0
        }
        failures += 1
        defer { delay = min(delay * 2, Self.longestDelay) }
        return .restart(after: delay)
    }
}
