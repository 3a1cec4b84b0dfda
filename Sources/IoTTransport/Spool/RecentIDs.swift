/// Ids of a source's events to remember, stored in the transaction of the events. The spool keeps them for whoever tells
/// repeats by them; what they are made of, and which are too old, is the sender's business.
public struct RecentIDs: Sendable, Equatable {
    /// Rows of a segment that become one, the first of them.
    public struct Merge: Sendable, Equatable {
        public var segment: Int64
        public var rows: ClosedRange<Int64>

        public init(segment: Int64, rows: ClosedRange<Int64>) {
            self.segment = segment
            self.rows = rows
        }
    }

    /// The segment that the ids belong to; ids are dropped by segments.
    public var segment: Int64
    /// The row within the segment, rising.
    public var row: Int64
    /// The segment's day, in days since 1970-01-01.
    public var day: Int64
    public var ids: [UInt64]
    /// Rows to put together, so that many small ones do not add up.
    public var merges: [Merge] = []
    /// Segments before this one are deleted.
    public var firstSegment: Int64?

    public init(segment: Int64, row: Int64, day: Int64, ids: [UInt64]) {
        self.segment = segment
        self.row = row
        self.day = day
        self.ids = ids
    }

    /// What it occupies in memory, about.
    var memoryBytes: Int { 128 + ids.count * MemoryLayout<UInt64>.size }
}
