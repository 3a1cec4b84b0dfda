/// How long a source's event ids are remembered, so that what is sent again is dropped.
public struct RepeatLimits: Sendable, Equatable {
    /// Days of the UTC calendar after the one on which an event was queued.
    public var days: Int
    /// Ids at most; 0 remembers none. An id costs 10 to 20 bytes of memory.
    public var ids: Int

    public init(days: Int = 30, ids: Int = 1_000_000) {
        self.days = days
        self.ids = ids
    }
}
