/// What becomes of dead letters, in the transaction of the events that were made of them.
public struct DeadLetterChanges: Sendable, Equatable {
    /// A letter that could not be made an event again: it stays, and remembers this try.
    public struct Failure: Sendable, Equatable {
        public var id: Int64
        public var reason: String
        /// The code of the reason, if it is the letter's from now on; nil when the letter's own still holds.
        public var code: String?

        public init(id: Int64, reason: String, code: String? = nil) {
            self.id = id
            self.reason = reason
            self.code = code
        }
    }

    /// Letters whose events are queued now, or were before: they go.
    public var settled: [Int64] = []
    public var failed: [Failure] = []
    /// Letters that nobody wants any more.
    public var dropped: [Int64] = []
    /// Requests that this answers, with the answer: see ``SpoolRequest``.
    public var answers: [SpoolRequest.Answer] = []

    public init() {}

    var isEmpty: Bool { settled.isEmpty && failed.isEmpty && dropped.isEmpty && answers.isEmpty }

    /// What it occupies in memory, about.
    var memoryBytes: Int {
        8 * (settled.count + dropped.count) + failed.reduce(0) { $0 + $1.reason.utf8.count + 64 }
            + answers.reduce(0) { $0 + $1.text.utf8.count + 64 }
    }
}
