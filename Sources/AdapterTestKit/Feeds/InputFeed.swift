/// How a case's inputs reach the adapter: ``FolderFeed``, ``PostFeed``, ``GeneratorFeed``, or one of your own.
public protocol InputFeed: Sendable {
    /// Opens the way to one source. The session lives as long as the source does, through all of its starts.
    func open(_ place: FeedPlace) throws -> any FeedSession
}

/// The way to one source.
public protocol FeedSession: Sendable {
    /// Options that are set in place of the press file's: where the source finds its inputs.
    var options: [String: String] { get }
    /// Whether a run ends by itself once it has taken what lies there (``AdapterContext/stopsWhenIdle``). Otherwise it is
    /// cancelled when ``feed()`` returns.
    var stopsWhenIdle: Bool { get }

    /// Brings the inputs that were not taken yet to the running source, and returns once they are. Called at each start,
    /// cancelled when the run ends.
    func feed() async throws

    /// What became of inputs that were not simply taken, a line each, as `expected.error` has it: called after the last run.
    func verdicts() throws -> [String]
}

extension FeedSession {
    public var stopsWhenIdle: Bool { true }
    public func feed() async throws {}
    public func verdicts() throws -> [String] { [] }
}
