/// How many dead letters a source has for one reason.
public struct DeadLetterKind: Sendable, Equatable {
    /// The id of the source.
    public let source: String
    /// The code of the reason, such as `unknown_asset`.
    public let code: String
    public let count: Int
    /// The newest one's reason and place, for a person; nil beyond the most frequent ones.
    public let reason: String?
    public let origin: String?

    /// One row of a list.
    public init(source: String, code: String, count: Int, reason: String? = nil, origin: String? = nil) {
        self.source = source
        self.code = code
        self.count = count
        self.reason = reason
        self.origin = origin
    }

    /// Rows of a list at most, and those of them with an example.
    static let listed = 500
    static let explained = 20
}
