public import Logging

/// What the host gives a running adapter.
public struct AdapterContext: Sendable {
    /// The source's id from its configuration: it names the checkpoint and never changes.
    public let sourceID: String
    /// What was stored with the last batch that became durable, or nil on a first start.
    public let checkpoint: Checkpoint?
    public let sink: any RecordSink
    public let clock: AdapterClock
    public let logger: Logger
    /// Whether to return once what lies there now has been taken (`run --once`) instead of waiting for more.
    public let stopsWhenIdle: Bool
    /// Takes the source's present state for the host's status, in place of the one before. Cheap and never blocks; call
    /// it when something has changed.
    public let report: @Sendable (SourceReport) -> Void
    /// Takes what the source does from now on. Cheap and never blocks; to be called before and after anything that can
    /// hang, such as a call on a network drive. A source that says nothing is watched by what it sends alone.
    public let activity: @Sendable (SourceActivity) -> Void

    public init(
        sourceID: String, checkpoint: Checkpoint?, sink: any RecordSink, clock: AdapterClock = .system, logger: Logger,
        stopsWhenIdle: Bool = false, report: @escaping @Sendable (SourceReport) -> Void = { _ in },
        activity: @escaping @Sendable (SourceActivity) -> Void = { _ in }
    ) {
        self.sourceID = sourceID
        self.checkpoint = checkpoint
        self.sink = sink
        self.clock = clock
        self.logger = logger
        self.stopsWhenIdle = stopsWhenIdle
        self.report = report
        self.activity = activity
    }
}
