/// A chunk of the spool as `spool ls` lists it.
public struct ChunkSummary: Sendable, Equatable {
    public let id: Int64
    /// When it was queued, in seconds since 1970.
    public let at: Int64
    public let eventClass: EventClass
    public let topic: String
    /// Events that wait, by the name of their type.
    public let types: [String: Int]
    /// Events that wait, and those of it that have left already.
    public let events: Int
    public let done: Int
    public let bytes: Int
}
