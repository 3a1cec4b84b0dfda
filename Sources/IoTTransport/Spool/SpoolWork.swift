/// What one transaction does.
struct SpoolWork: Sendable {
    var appends: [SpoolAppend] = []
    var released: [ReleasedChunk] = []
    /// Chunk → leading events done with; only when the spool closes.
    var prefixes: [Int64: ChunkPrefix] = [:]
    var types: [EventTypeTable.Row] = []
    /// When it is done, in seconds since 1970.
    var at: Int64 = 0
    /// What to drop.
    var drop = DropOrder()
    /// Chunks whose bytes are damaged, to be set aside.
    var damaged: [Int64] = []
    /// Whether to note the counters as a minute's beginning.
    var takesSample = false
    /// The counters before it.
    var counters = SpoolCounters()
    /// The id of the first chunk that it inserts.
    var firstChunkID: Int64 = 1

    /// Whether it only looks for what may be dropped.
    var onlyDrops: Bool {
        appends.isEmpty && released.isEmpty && prefixes.isEmpty && types.isEmpty && damaged.isEmpty
    }

    /// Only what frees space.
    var releasesOnly: SpoolWork {
        var work = self
        work.appends = []
        work.types = []
        return work
    }
}

/// What a transaction left behind.
struct SpoolOutcome: Sendable {
    var counters: SpoolCounters
    var chunks: [StoredChunk]
    var nextChunkID: Int64
    var drops = DropResult()
    /// Events that were damaged and set aside.
    var lost = 0
}

/// What the spool's thread does next.
enum SpoolStep {
    case commit(SpoolWork)
    case refill(after: Int64, bytes: Int, events: Int, released: Set<Int64>, prefixes: [Int64: ChunkPrefix])
    case recall(SpoolMailbox.Recall)
    case query(SpoolMailbox.Query)
    case lookForRequests
    /// Until the moment, or until woken.
    case sleep(Nanoseconds?)
    case finish
}
