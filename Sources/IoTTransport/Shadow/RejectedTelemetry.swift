/// Counts the telemetry that the platform reports as rejected. Pure.
///
/// The topic has a SUBSCRIBE of its own, since a refusal of it must not hurt the shadow's.
struct RejectedTelemetry {
    /// The least time between two lines of the log.
    static let logEvery = 60 * MonotonicTime.second

    let topic: String
    private(set) var count = 0
    private(set) var isRefused = false
    private var cuts = CutGuard()
    private var subscribesAt: Nanoseconds?
    private var logged: (count: Int, at: Nanoseconds)?

    init(topic: String) { self.topic = topic }

    /// When to subscribe, or to log what was counted since the last line.
    var due: Nanoseconds? {
        guard let logged, logged.count < count else { return subscribesAt }
        return MonotonicTime.earlier(subscribesAt, logged.at + Self.logEvery)
    }

    /// - Parameter alone: whether something else is suspected of cutting connections: then this waits its turn.
    mutating func connected(_ now: Nanoseconds, alone: Bool) {
        isRefused = false
        let start = alone || cuts.isSuspicious ? now + CutGuard.soon : now
        subscribesAt = max(start, cuts.suspendedUntil ?? .min)
    }

    mutating func disconnected(_ now: Nanoseconds) {
        subscribesAt = nil
        _ = cuts.ended(now)
    }

    /// Whether to subscribe now.
    mutating func isDue(_ now: Nanoseconds) -> Bool {
        guard let subscribesAt, now >= subscribesAt else { return false }
        self.subscribesAt = nil
        cuts.asked(now)
        return true
    }

    /// The SUBACK. True when it is a refusal.
    mutating func subscribed(granted: [Int32]) -> Bool {
        isRefused = granted.contains { $0 < 0 || $0 > 2 }
        return isRefused
    }

    mutating func received(topic: String) -> Bool {
        guard topic == self.topic else { return false }
        count += 1
        return true
    }

    /// What to log, if there is something and it is time.
    mutating func line(_ now: Nanoseconds) -> String? {
        let before = logged?.count ?? 0
        guard count > before, logged.map({ now >= $0.at + Self.logEvery }) ?? true else { return nil }
        logged = (count, now)
        return "the platform rejected \(count - before) telemetry messages (\(count) since the start)"
    }
}
