typealias Waiting = CheckedContinuation<Void, any Error>

/// All that callers, delivery and the spool's thread share. Pure: time is passed in, and whoever is to be resumed is
/// returned, so that no continuation runs under the lock.
struct SpoolMailbox {
    enum Phase { case new, open, closing, closed }

    struct AppendWaiter {
        let id: UInt64
        let append: SpoolAppend
        let continuation: Waiting
    }

    struct ProgressWaiter {
        let id: UInt64
        /// Who waits for its appends; nil for who waits for an empty spool.
        let source: String?
        /// Resumed once this many appends are on disk; nil waits for an empty spool.
        let sequence: UInt64?
        let continuation: Waiting
    }

    /// Who waits for the ids that are remembered of a source.
    struct Recall {
        let source: String
        let continuation: CheckedContinuation<[RecentSegment], any Error>
    }

    /// What somebody wants to read; it is called with nil when the spool closes before.
    struct Query: Sendable {
        let run: @Sendable ((any SpoolStore)?) -> Void

        init(_ run: @escaping @Sendable ((any SpoolStore)?) -> Void) { self.run = run }
    }

    /// Between two looks for requests, and after one that failed.
    static let requestPause = MonotonicTime.second
    static let requestFaultPause = 30 * MonotonicTime.second
    /// How long an acknowledgement waits for an append to share its transaction with.
    static let releaseDelay = 100 * MonotonicTime.millisecond
    /// The most that one transaction appends.
    static let transactionEvents = 1_000
    static let transactionBytes = 1 << 20

    let settings: SpoolSettings
    var phase = Phase.new
    var pending = FIFO<SpoolAppend>()
    var pendingBytes = 0
    var pendingEventBytes = 0
    var appendWaiters = FIFO<AppendWaiter>()
    var progressWaiters: [ProgressWaiter] = []
    var recalls: [Recall] = []
    var queries = FIFO<Query>()
    /// Who waits for requests. Nobody looks for any while nobody does.
    var requestWaiters: [CheckedContinuation<[SpoolRequest], any Error>] = []
    var nextRequestLook: Nanoseconds = .min
    var accepted: UInt64 = 0
    var committed: UInt64 = 0
    var lastAccepted: [String: UInt64] = [:]
    var checkpoints: [String: [UInt8]] = [:]
    var types = EventTypeTable()
    var counters = SpoolCounters()
    var nextChunkID: Int64 = 1
    var feed: DeliveryFeed
    var released: [ReleasedChunk] = []
    var releaseDue: Nanoseconds = 0
    var prefixes: [Int64: ChunkPrefix] = [:]
    /// Sources that are told once that events of theirs may be missing.
    var restarts: Set<String> = []
    var ages = SpoolAges()
    var ageing: SpoolAgeing?
    var ageDue: Nanoseconds = .max
    /// No chunk up to this one may be dropped, as far as it does not matter who has it.
    var dropSearched: Int64 = 0
    /// Damaged chunks to be set aside.
    var damaged: [Int64] = []
    /// The minute of the last sample, in minutes since 1970.
    var sampledMinute: Int64 = .min
    var fault: String?
    /// Whether ``fault`` is that the disk is full.
    var isDiskFull = false
    var writeRetry: Nanoseconds = .min
    var readRetry: Nanoseconds = .min
    var asleep = false
    private var lastWaiter: UInt64 = 0

    init(_ settings: SpoolSettings) {
        self.settings = settings
        feed = DeliveryFeed(maxBytes: settings.deliveryBytes, maxEvents: settings.deliveryEvents)
    }

    mutating func newWaiterID() -> UInt64 {
        lastWaiter += 1
        return lastWaiter
    }

    /// Whether the thread must be signalled; it then counts as awake.
    mutating func wake() -> Bool {
        defer { asleep = false }
        return asleep
    }
}
