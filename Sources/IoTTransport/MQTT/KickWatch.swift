/// Notices that the broker cuts sessions again and again, as it does when another client connects with our id: the newest
/// wins, and both take turns for ever. Pure.
struct KickWatch {
    /// A session that ends within this time counts.
    static let soon = 30 * MonotonicTime.second
    /// How many in a row are no accident.
    static let limit = 3

    private let pause: Nanoseconds
    private let longestPause: Nanoseconds
    private(set) var cuts = 0

    /// - Parameters:
    ///   - pause: the least time to the next try then; it doubles with every further one.
    ///   - longestPause: what it doubles to.
    init(pause: Nanoseconds, longestPause: Nanoseconds) {
        self.pause = pause
        self.longestPause = max(pause, longestPause)
    }

    /// The broker ended a session. How long to stay away at least, if this looks like another client.
    ///
    /// - Parameter isExplained: whether there is a likelier cause.
    mutating func ended(after lasted: Nanoseconds, isExplained: Bool) -> Nanoseconds? {
        if lasted >= Self.soon {
            cuts = 0
            return nil
        }
        if isExplained { return nil }
        cuts += 1
        guard cuts >= Self.limit else { return nil }
        return min(longestPause, pause << Nanoseconds(min(cuts - Self.limit, 10)))
    }
}
