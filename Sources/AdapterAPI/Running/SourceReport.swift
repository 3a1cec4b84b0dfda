/// What a source tells about itself at one moment, for the host's status: see ``AdapterContext/report``.
public struct SourceReport: Sendable, Equatable {
    /// Numbers of the moment by name, such as `filesWaiting`. Names are few and do not depend on data.
    public var gauges: [String: Int]
    /// What does not change from moment to moment, such as the kind of file system that is read.
    public var notes: [String: String]
    /// Since when the oldest piece of input waits, in seconds since 1970; nil when none does.
    public var oldestWaitingSince: Int64?
    /// The last thing that went wrong, in a sentence; nil when nothing has.
    public var lastFault: String?

    public init(
        gauges: [String: Int] = [:], notes: [String: String] = [:], oldestWaitingSince: Int64? = nil,
        lastFault: String? = nil
    ) {
        self.gauges = gauges
        self.notes = notes
        self.oldestWaitingSince = oldestWaitingSince
        self.lastFault = lastFault
    }
}
