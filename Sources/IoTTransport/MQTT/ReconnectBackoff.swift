/// How long to wait before the next connection. Pure: randomness is passed in.
///
/// Doubles from the minimum to the maximum with full jitter, so that many hosts do not come back at the same moment;
/// only a session of 30 s counts as recovery.
struct ReconnectBackoff {
    static let stable = 30 * MonotonicTime.second
    static let short = 5 * MonotonicTime.second

    private let minimum: Nanoseconds
    private let maximum: Nanoseconds
    private let refusal: Nanoseconds
    private var failures = 0
    private var shortSessions = 0

    init(minimum: Nanoseconds, maximum: Nanoseconds, refusal: Nanoseconds) {
        self.minimum = max(1, minimum)
        self.maximum = max(self.minimum, maximum)
        self.refusal = refusal
    }

    /// No session came about. `random` is within 0..<1.
    mutating func connectFailed(refused: Bool, random: Double) -> Nanoseconds {
        let delay = grow(random)
        return refused ? max(delay, refusal) : delay
    }

    /// A session ended that lasted this long. `random` is within 0..<1.
    mutating func sessionEnded(after lasted: Nanoseconds, random: Double) -> Nanoseconds {
        if lasted >= Self.stable { failures = 0 }
        shortSessions = lasted < Self.short ? shortSessions + 1 : 0
        let delay = grow(random)
        // Sessions that are cut at once, again and again: another client with our id, or a message it dislikes.
        return shortSessions >= 2 ? max(delay, refusal) : delay
    }

    private mutating func grow(_ random: Double) -> Nanoseconds {
        let factor = Nanoseconds(1) << Nanoseconds(min(failures, 30))
        failures += 1
        let (product, overflow) = minimum.multipliedReportingOverflow(by: factor)
        let cap = overflow ? maximum : min(maximum, product)
        return max(minimum, Nanoseconds(Double(cap) * min(max(random, 0), 1)))
    }
}
