import Logging
import Synchronization

/// Log lines about refused requests, not more than a few however many there are.
final class RefusalLog: Sendable {
    private let logger: Logger
    private let state: Mutex<(limiter: LineLimiter, noted: [String: ContinuousClock.Instant])>

    /// How long a sender's body that is too large is not noted again.
    private static let notePause = Duration.seconds(3600)
    private static let notedSenders = 1024

    init(_ logger: Logger) {
        self.logger = logger
        state = Mutex((LineLimiter(), [:]))
    }

    /// Writes one line, or counts it for a later one.
    func warn(_ text: @autoclosure () -> String) {
        let seconds = (ContinuousClock.now - Self.start).inSecondsRoundedDown
        guard let left = state.withLock({ $0.limiter.admit(atSecond: seconds) }) else { return }
        logger.warning("\(text())\(left == 0 ? "" : " (and \(left) more refused since the last line)")")
    }

    /// Whether a body of this sender that is too large is to be noted among the dead letters: it comes again and again.
    func notes(_ sender: String) -> Bool {
        let now = ContinuousClock.now
        return state.withLock { state in
            if let last = state.noted[sender], now - last < Self.notePause { return false }
            if state.noted.count >= Self.notedSenders { state.noted.removeAll() }
            state.noted[sender] = now
            return true
        }
    }

    private static let start = ContinuousClock.now
}

extension Duration {
    fileprivate var inSecondsRoundedDown: Int { Int(components.seconds) }
}
