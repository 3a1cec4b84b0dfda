extension HostState {
    /// What waits on disk, and how long that can go on.
    struct Spool: Codable, Equatable, Sendable {
        var path: String
        /// Events that wait, and the bytes that they take.
        var events = 0
        var bytes: Int64 = 0
        var maxBytes: Int64 = 0
        /// When the oldest of them was queued.
        var oldest: Int64?
        /// Bytes that still fit, by the configuration and by the disk.
        var roomBytes: Int64?
        /// Free on the disk.
        var freeBytes: Int64?
        /// Until it is full without a broker, at the present rate; nil when nothing comes in.
        var offlineSeconds: Double?
        /// Until it is empty with one; nil when that cannot be said, 0 when nothing waits.
        var drainSeconds: Double?
        /// Whether it never gets empty, since at least as much comes in as may leave.
        var neverDrains = false
        /// Why sources wait: `full`, `disk full`, `disk fault`; nil when they do not.
        var block: String?
        /// The same in the words of the log.
        var blockReason: String?
        /// Why the file could not be looked at.
        var fault: String?
        var counters = Counters()
        /// Events dropped since the start, by cause.
        var droppedInThisRun: [String: Int] = [:]
    }

    /// Since the spool was made: `mapped = queued + filtered + duplicate + dead` and `queued + retried = waiting +
    /// acknowledged + filteredLate + dropped + deadLate`.
    struct Counters: Codable, Equatable, Sendable {
        var mapped = 0
        var queued = 0
        var filtered = 0
        var duplicate = 0
        var dead = 0
        var retried = 0
        var waiting = 0
        var acknowledged = 0
        var filteredLate = 0
        var dropped = 0
        var deadLate = 0
        /// Dead letters kept.
        var deadLetters = 0
        /// What sources, filter and delivery count by name.
        var named: [String: Int] = [:]
    }
}
