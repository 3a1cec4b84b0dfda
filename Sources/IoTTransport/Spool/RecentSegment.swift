/// Ids that the spool remembers of a source, as they were stored.
public struct RecentSegment: Sendable, Equatable {
    public var number: Int64
    /// Days since 1970-01-01.
    public var day: Int64
    /// The rows that it is stored in, and the last of them.
    public var rows: Int
    public var lastRow: Int64
    public var ids: [UInt64]
}
