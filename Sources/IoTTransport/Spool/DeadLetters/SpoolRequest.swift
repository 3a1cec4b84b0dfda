/// What a command asks of the host that owns the spool: a row that the command leaves there. It is answered with another
/// row, so neither needs to know where the other is, and a request outlives a killed host.
public struct SpoolRequest: Sendable, Equatable {
    /// What a request became.
    public struct Answer: Sendable, Equatable {
        /// The request's id.
        public var id: Int64
        public var text: String

        public init(id: Int64, text: String) {
            self.id = id
            self.text = text
        }
    }

    public var id: Int64
    /// What is asked for.
    public var kind: String
    /// What with: JSON.
    public var argument: String

    /// The kind of the rows that are answers; their argument is the text, behind the request's id and a line break.
    static let answer = "answer"
    /// Seconds after which an answer that nobody has fetched is deleted.
    static let answerLifetime: Int64 = 3_600
    /// Requests that are taken together.
    static let pageSize = 16
}
