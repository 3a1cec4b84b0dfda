/// What a sender does with a document after a try, as real senders do: what the receiver may take later is kept, what it
/// will never take is forgotten.
struct PostVerdict: Sendable {
    enum Step: Equatable {
        case delivered
        /// The receiver refused it for good, with this status.
        case forgotten(Int)
        /// It is sent again after so many milliseconds.
        case again(after: Int)
    }

    /// Milliseconds before the first repeat; each further one waits twice as long.
    static let firstDelay = 100
    static let longestDelay = 10_000
    /// A receiver's own wish is followed up to a minute.
    static let longestWish = 60_000

    private var failures = 0

    /// - Parameter answer: nil when there was none.
    mutating func step(after answer: AnswerHead?) -> Step {
        switch answer?.status {
        case .some(200...299):
            failures = 0
            return .delivered
        case .some(let status) where (400...499).contains(status) && ![404, 408, 429].contains(status):
            failures = 0
            return .forgotten(status)
        default:
            defer { failures = min(failures + 1, 20) }
            let delay = min(Self.longestDelay, Self.firstDelay << failures)
            guard let wish = answer?.retryAfter, wish >= 0 else { return .again(after: delay) }
            return .again(after: max(delay, min(wish, Self.longestWish / 1_000) * 1_000))
        }
    }
}
