extension HostState {
    /// One source.
    struct Press: Codable, Equatable, Sendable {
        var id: String
        /// The kind of its adapter.
        var adapter: String
        /// `running`, `stalled`, `failed`, `ended`.
        var health = "running"
        /// Why it failed, or what it hangs in.
        var cause: String?
        /// Since when it gets no further.
        var since: Int64?
        /// When it starts again.
        var nextTry: Int64?
        /// The folder or address that it reads.
        var place: String?
        /// Records since the start.
        var records = 0
        /// When the last one was stored.
        var lastRecord: Int64?
        /// Since then, or since the start.
        var silent: Int64 = 0
        /// Records a second, now and over the last minutes, oldest first.
        var rate = 0.0
        var history: [Double] = []
        /// Its own numbers, such as `filesWaiting` and `filesInError`.
        var gauges: [String: Int] = [:]
        /// When the oldest input that waits came.
        var oldestWaiting: Int64?
        /// The last thing that went wrong, with file and line, and when.
        var lastFault: String?
        var lastFaultAt: Int64?
        /// What keeps it from all of its input.
        var obstacle: Obstacle?
    }

    /// A folder or file that a source needs and does not get.
    struct Obstacle: Codable, Equatable, Sendable {
        enum Kind: String, Codable, Sendable { case missing, notPermitted, other }

        var kind: Kind
        var path: String
        /// The system's words.
        var text: String
    }
}
