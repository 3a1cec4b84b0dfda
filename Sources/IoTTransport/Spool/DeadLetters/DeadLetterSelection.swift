/// Which dead letters are meant: all that meet every condition.
public struct DeadLetterSelection: Sendable, Equatable, Codable {
    /// These; nil for any.
    public var ids: [Int64]?
    /// Those of a source; nil for any.
    public var source: String?
    /// Those with a code of refusal, such as `unknown_asset`; nil for any.
    public var code: String?

    /// Ids that a selection may name.
    public static let largest = 10_000

    public init(ids: [Int64]? = nil, source: String? = nil, code: String? = nil) {
        self.ids = ids
        self.source = source
        self.code = code
    }
}
