/// When to say that events are dropped: at once for the first, then the sum at most once a minute. Pure.
struct DropNotice {
    static let interval = 60 * MonotonicTime.second

    private var counts: [DropCause: Int] = [:]
    private var next: Nanoseconds = .min

    mutating func add(_ dropped: [DropCause: Int]) { counts.merge(dropped, uniquingKeysWith: +) }

    /// What to say now, nil for nothing.
    mutating func take(now: Nanoseconds) -> String? {
        guard !counts.isEmpty, now >= next else { return nil }
        next = now + Self.interval
        defer { counts = [:] }
        let parts = DropCause.allCases.compactMap { cause in counts[cause].map { Self.text(cause, $0) } }
        return parts.joined(separator: "; ")
    }

    private static func text(_ cause: DropCause, _ count: Int) -> String {
        let events = count == 1 ? "1 event" : "\(count) events"
        return switch cause {
        case .oldest: "full: dropped \(events), the oldest"
        case .newest: "full: dropped \(events) that came"
        case .age: "dropped \(events) older than maxAge"
        case .damage: "lost \(events) to damage on disk"
        }
    }
}
