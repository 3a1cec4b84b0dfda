/// How long the kit waits and how much it tries.
public struct ConformanceLimits: Sendable {
    /// How long a run may take until its inputs are taken.
    public var run = Duration.seconds(30)
    /// How long a run may take to end once it is cancelled.
    public var cancellation = Duration.seconds(5)
    /// Checkpoints of a case that are resumed from; of more, as many are chosen evenly.
    public var resumes = 24
    /// Sends that may be under way at once while the host is full.
    public var pendingSends = 4
    /// Events of a case; beyond them the source counts as one without an end.
    public var events = 100_000

    public init() {}
}
