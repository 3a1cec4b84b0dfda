/// How long chunks have waited, by the smaller of what the wall clock and the monotonic clock tell. Pure.
///
/// The wall clock may jump: by years, when a machine without a battery for its clock gets the time from the network. So
/// chunks that were queued since the spool was opened age by the monotonic clock alone. Older ones need the wall clock,
/// as it was at the opening and has gone on evenly since, or as it is now if that is earlier; and nothing is dropped for
/// its age in the first minutes, in which the clock may still be put right, and what delivery can reach leaves.
struct SpoolAgeing {
    /// From the opening to the first drop.
    static let grace = 600 * MonotonicTime.second

    private let maxAge: Nanoseconds
    private let firstOwn: Int64
    private let wallAtOpening: Int64
    private let opening: Nanoseconds

    /// - Parameters:
    ///   - firstOwn: the id of the next chunk.
    ///   - wall: seconds since 1970.
    init(maxAge: Duration, firstOwn: Int64, wall: Int64, now: Nanoseconds) {
        self.maxAge = MonotonicTime.nanoseconds(maxAge)
        self.firstOwn = firstOwn
        wallAtOpening = wall
        opening = now
    }

    /// How often to look.
    var interval: Nanoseconds { min(60 * MonotonicTime.second, max(MonotonicTime.second, maxAge / 8)) }

    /// When to look first.
    var firstDue: Nanoseconds { opening + min(Self.grace, maxAge) }

    /// - Parameter ages: when chunks were queued since the opening.
    func bound(wall: Int64, now: Nanoseconds, ages: SpoolAges) -> ExpiryBound {
        let even = wallAtOpening + (now - opening) / MonotonicTime.second
        return ExpiryBound(
            firstOwn: firstOwn, before: min(wall, even) - maxAge / MonotonicTime.second,
            firstYoung: ages.first(since: now - maxAge))
    }
}
