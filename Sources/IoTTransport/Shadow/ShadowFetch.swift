/// The `get` of one connection: when to ask, and whose answer an answer is. Pure.
struct ShadowFetch {
    private struct Request {
        let token: String
        let deadline: Nanoseconds
        /// The highest version that had been seen when it was sent; its answer cannot be older.
        let baseline: Int
    }

    /// How long an answer may take.
    static let patience = 5 * MonotonicTime.second
    /// Tries without an answer until there seems to be no shadow service.
    static let limit = 3
    /// The least time between two requests.
    static let spacing = MonotonicTime.second

    private var request: Request?
    private var failures = 0
    private var unanswered = 0
    private(set) var notBefore: Nanoseconds = .min
    /// Whether the document is wanted.
    var isWanted = false

    var isWaiting: Bool { request != nil }

    /// When something is to be done next.
    var due: Nanoseconds? {
        if let request { return request.deadline }
        return isWanted ? notBefore : nil
    }

    /// Whether to ask now.
    func isDue(_ now: Nanoseconds) -> Bool { isWanted && request == nil && now >= notBefore }

    mutating func sent(token: String, baseline: Int, now: Nanoseconds) {
        request = Request(token: token, deadline: now + Self.patience, baseline: baseline)
        notBefore = now + Self.spacing
    }

    /// The answer to our request: the highest version known when it was sent. Nil for anybody else's.
    mutating func answered(token: String?) -> Int? {
        guard let request, request.token == token else { return nil }
        self.request = nil
        unanswered = 0
        return request.baseline
    }

    /// No answer within the time. True when it is the last of several.
    mutating func expired(_ now: Nanoseconds, chance: Double) -> Bool {
        guard let request, now >= request.deadline else { return false }
        self.request = nil
        unanswered += 1
        failed(now, chance: chance)
        guard unanswered >= Self.limit else { return false }
        unanswered = 0
        return true
    }

    /// An answer that is no document: asks again later.
    mutating func failed(_ now: Nanoseconds, chance: Double) {
        notBefore = now + RetryDelay.after(failures, chance: chance)
        failures += 1
    }

    /// The document came.
    mutating func succeeded() {
        isWanted = false
        failures = 0
    }

    /// Asks again, but not before a moment.
    mutating func ask(notBefore moment: Nanoseconds) {
        isWanted = true
        notBefore = max(notBefore, moment)
    }
}
