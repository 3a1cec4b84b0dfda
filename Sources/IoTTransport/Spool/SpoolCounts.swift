/// What one append adds to the counters, apart from what follows from its chunks.
///
/// The sender keeps `mapped = events in chunks + filtered + duplicate + dead`; then the spool's counters balance.
public struct SpoolCounts: Sendable, Equatable {
    /// Events made from records.
    public var mapped = 0
    /// Of them, held back by the filter.
    public var filtered = 0
    /// Of them, dropped because they were seen before.
    public var duplicate = 0
    /// Of them, turned into dead letters.
    public var dead = 0
    /// Anything else worth counting, by name; for example `key_collision`.
    public var named: [String: Int] = [:]

    /// All zero.
    public init() {}
}
