/// A spool at one moment, for a person who asks how it is doing.
public struct SpoolOverview: Sendable, Equatable {
    public let counters: SpoolCounters
    public let chunks: Int
    /// Waiting events by class.
    public let events: [EventClass: Int]
    /// When the oldest and the newest waiting chunks were queued, in seconds since 1970; nil when nothing waits.
    public let oldest: Int64?
    public let newest: Int64?
    public let deadLetters: Int
    /// Dead letters by source and code, the most frequent first.
    public let deadLetterKinds: [DeadLetterKind]
    /// The bytes of the database file and its journal.
    public let fileBytes: Int64
    /// Free bytes of the file that new events can use, and of the file system.
    public let reusableBytes: Int64
    public let freeDiskBytes: Int64?
    /// How fast events came and left lately; nil when the host has not run long enough to tell.
    public let rates: SpoolRates?
    /// The journal's share of ``fileBytes``.
    public let journalBytes: Int64
}
