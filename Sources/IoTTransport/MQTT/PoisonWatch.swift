/// Finds an event that ends every session in which it is published, as one does that is larger than the broker takes. Pure.
///
/// An event that was the oldest without a PUBACK in three sessions that each ended within 5 s is given up. Without a PUBACK
/// of any other event since, three are given up like that and then one in ten minutes: when every event ends the session
/// it is rather the topic, or the broker itself.
struct PoisonWatch {
    /// A session that ends within this time counts.
    static let soon = 5 * MonotonicTime.second
    /// In how many sessions running an event must be the oldest.
    static let sessions = 3
    /// Events given up in a row, without a PUBACK between them, before it is done slowly.
    static let rowLimit = 3
    /// How slowly.
    static let rowPause = 600 * MonotonicTime.second

    /// An event of the spool.
    struct Position: Hashable {
        let chunk: Int64
        let index: Int
    }

    private var suspect: Position?
    /// Sessions running that ended with the suspect as the oldest.
    private(set) var endings = 0
    /// Events given up since the last PUBACK.
    private(set) var row = 0
    private var last: Nanoseconds?

    /// Whether an event is under suspicion: then the end of a session has a likely cause.
    var isSuspicious: Bool { endings > 1 }

    /// Whether every event seems to end the session.
    var blamesAll: Bool { row >= Self.rowLimit }

    /// A PUBACK came.
    mutating func acknowledged() { row = 0 }

    /// The broker ended a session. The event to give up, if any.
    ///
    /// - Parameter oldest: the oldest event in flight; nil when none was.
    mutating func ended(after lasted: Nanoseconds, oldest: Position?, now: Nanoseconds) -> Position? {
        guard let oldest else { return nil }
        guard lasted < Self.soon else {
            suspect = nil
            endings = 0
            return nil
        }
        endings = oldest == suspect ? endings + 1 : 1
        suspect = oldest
        guard endings >= Self.sessions else { return nil }
        if blamesAll, let last, now - last < Self.rowPause { return nil }
        row += 1
        last = now
        suspect = nil
        endings = 0
        return oldest
    }
}
