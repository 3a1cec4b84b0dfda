/// What a source tells about itself at one moment, for the host's status: see ``AdapterContext/report``.
public struct SourceReport: Sendable, Equatable {
    /// Numbers of the moment by name, such as `filesWaiting`. Names are few and do not depend on data.
    public var gauges: [String: Int]
    /// What does not change from moment to moment, such as the kind of file system that is read.
    public var notes: [String: String]
    /// Pieces of input that lie there, could be taken now, and are not: complete files, say. While there are some and
    /// nothing is sent or moved for long, the host calls the source stalled.
    public var ready: Int
    /// Since when the oldest piece of input waits, in seconds since 1970; nil when none does.
    public var oldestWaitingSince: Int64?
    /// The last thing that went wrong, in a sentence that names file and line; nil when nothing has.
    public var lastFault: String?
    /// What keeps the source from all of its input now, such as a folder that cannot be read; nil when nothing does.
    public var obstacle: FileFault?

    public init(
        gauges: [String: Int] = [:], notes: [String: String] = [:], ready: Int = 0, oldestWaitingSince: Int64? = nil,
        lastFault: String? = nil, obstacle: FileFault? = nil
    ) {
        self.gauges = gauges
        self.notes = notes
        self.ready = ready
        self.oldestWaitingSince = oldestWaitingSince
        self.lastFault = lastFault
        self.obstacle = obstacle
    }
}
