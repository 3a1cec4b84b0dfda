/// The counters as they were when a minute began; written with the minute's first transaction.
struct SpoolSample: Sendable, Equatable {
    /// Seconds between two of them.
    static let interval: Int64 = 60
    /// How many are kept: a day's.
    static let limit: Int64 = 1_440

    /// Seconds since 1970.
    var at: Int64
    /// Events queued since the spool was created.
    var queued: Int
    /// Their bytes.
    var queuedBytes: Int64
    /// Events that left in any way.
    var left: Int

    /// What the counters say.
    init(_ counters: SpoolCounters, at: Int64) {
        self.init(
            at: at, queued: counters.queued, queuedBytes: counters.queuedBytes,
            left: counters.queued + counters.retried - counters.waiting)
    }

    init(at: Int64, queued: Int, queuedBytes: Int64, left: Int) {
        self.at = at
        self.queued = queued
        self.queuedBytes = queuedBytes
        self.left = left
    }
}
