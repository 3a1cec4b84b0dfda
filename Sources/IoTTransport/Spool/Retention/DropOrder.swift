/// Which chunks a transaction drops: whole ones of the ordinary class, the oldest first, and none that delivery holds.
struct DropOrder: Sendable, Equatable {
    /// Chunks up to this one were in delivery's hands once, or were looked at before.
    var after: Int64 = 0
    /// Bytes of events to make room for.
    var bytes: Int64 = 0
    /// Which have waited for too long.
    var expired: ExpiryBound?

    var isEmpty: Bool { bytes <= 0 && expired == nil }
}

/// Which chunks have waited for too long: those queued since the spool was opened by their id, those of before by the time
/// on the wall clock that is stored with them.
struct ExpiryBound: Sendable, Equatable {
    /// The first chunk that was queued since the spool was opened.
    var firstOwn: Int64
    /// Of the chunks of before, those queued before this moment, in seconds since 1970.
    var before: Int64
    /// Of one's own chunks, those before this one.
    var firstYoung: Int64

    func holds(_ id: Int64, at: Int64) -> Bool {
        // 0 is not known: the chunk is older than such times are kept.
        id < firstOwn ? at != 0 && at < before : id < firstYoung
    }
}

/// What a transaction dropped.
struct DropResult: Sendable, Equatable {
    /// Events by cause.
    var events: [DropCause: Int] = [:]
    /// Chunks up to this one need not be looked at again: those of them that are left are never dropped.
    var searched: Int64 = 0
    /// Whether more have waited for too long.
    var isPartial = false
}
