/// A page of dead letters that is asked for.
public struct DeadLetterQuery: Sendable, Equatable {
    public var selection: DeadLetterSelection
    /// Only those behind this id.
    public var after: Int64
    /// How many at most.
    public var limit: Int
    /// Whether with their bytes. The page then ends early once there are many.
    public var withBytes: Bool

    /// The bytes from which on a page ends.
    static let pageBytes = 1 << 20

    public init(_ selection: DeadLetterSelection, after: Int64 = 0, limit: Int = 256, withBytes: Bool = true) {
        self.selection = selection
        self.after = after
        self.limit = limit
        self.withBytes = withBytes
    }
}
