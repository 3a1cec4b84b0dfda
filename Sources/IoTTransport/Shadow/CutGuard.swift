/// Notices that what we ask of the broker makes it cut the connection, and keeps from asking for a while. Pure.
///
/// The platform cuts a client that subscribes or publishes where its policy does not let it. Two sessions in a row that
/// end soon after the request are taken for that (rule 14); a session that lasts longer clears the suspicion.
struct CutGuard {
    /// A session that ends within this time of the request counts as cut.
    static let soon = 5 * MonotonicTime.second
    /// How long nothing is asked then.
    static let pause = 3_600 * MonotonicTime.second
    /// Cuts in a row that are no accident.
    static let limit = 2

    private(set) var cuts = 0
    private(set) var suspendedUntil: Nanoseconds?
    private var asked: Nanoseconds?

    /// Whether nothing is to be asked now.
    func isSuspended(_ now: Nanoseconds) -> Bool { suspendedUntil.map { now < $0 } ?? false }

    /// Whether the last session that asked was cut: then it is as well to ask one thing at a time.
    var isSuspicious: Bool { cuts > 0 }

    /// The request goes out.
    mutating func asked(_ now: Nanoseconds) { asked = now }

    /// The session has ended. True when this was the cut that makes it stop asking.
    mutating func ended(_ now: Nanoseconds) -> Bool {
        guard let asked else { return false }
        self.asked = nil
        cuts = now - asked < Self.soon ? cuts + 1 : 0
        guard cuts >= Self.limit else { return false }
        cuts = 0
        suspendedUntil = now + Self.pause
        return true
    }
}
