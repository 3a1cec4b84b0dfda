/// What one send of a source puts into the spool, all in one transaction.
public struct SpoolAppend: Sendable {
    /// The id of the source.
    public var source: String
    /// Where the source continues once this is stored; nil keeps the former one.
    public var checkpoint: [UInt8]?
    /// The events, in order.
    public var chunks: [EventChunk]
    /// The records that could not become events.
    public var deadLetters: [DeadLetter]
    /// What to count.
    public var counts: SpoolCounts
    /// The ids to remember.
    public var recent: RecentIDs?
    /// What becomes of dead letters. The events beside it are made of those that are settled, and count as retried.
    public var letters: DeadLetterChanges?
    /// Events that the full spool does not take; they are counted with the rest.
    var refusedEvents = 0
    var refusedBytes = 0

    /// An append; all but the source may be left out.
    public init(
        source: String, checkpoint: [UInt8]? = nil, chunks: [EventChunk] = [], deadLetters: [DeadLetter] = [],
        counts: SpoolCounts = SpoolCounts(), recent: RecentIDs? = nil, letters: DeadLetterChanges? = nil
    ) {
        self.source = source
        self.checkpoint = checkpoint
        self.chunks = chunks
        self.deadLetters = deadLetters
        self.counts = counts
        self.recent = recent
        self.letters = letters
    }

    var eventCount: Int { chunks.reduce(0) { $0 + $1.count } }
    var eventBytes: Int { chunks.reduce(0) { $0 + $1.byteCount } }

    /// The bytes of events that are never dropped.
    var keptBytes: Int { chunks.reduce(0) { $0 + ($1.eventClass == .kept ? $1.byteCount : 0) } }

    /// Leaves out the ordinary events: the spool is full and takes only those that are never dropped.
    mutating func refuseOrdinary() {
        for chunk in chunks where chunk.eventClass == .ordinary {
            refusedEvents += chunk.count
            refusedBytes += chunk.byteCount
        }
        chunks.removeAll { $0.eventClass == .ordinary }
    }

    /// What it occupies in memory while it is pending, about.
    var memoryBytes: Int {
        chunks.reduce(256 + (checkpoint?.count ?? 0)) { $0 + $1.memoryBytes }
            + deadLetters.reduce(0) { $0 + $1.memoryBytes } + (recent?.memoryBytes ?? 0)
            + (letters?.memoryBytes ?? 0)
    }
}
