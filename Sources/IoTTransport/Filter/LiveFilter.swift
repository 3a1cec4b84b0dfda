import Synchronization

/// The filter in force, shared by the sources, which ask for it at every batch, and delivery, which changes it when the
/// shadow does.
public final class LiveFilter: Sendable {
    private let shared: Mutex<(filter: EventFilter, generation: Int)>

    /// Starts with a filter, usually the configuration's.
    public init(_ filter: EventFilter = EventFilter()) {
        shared = Mutex((filter, 1))
    }

    /// Starts with what the shadow said last, for the rest with `filter`: what a host's first connection starts with.
    ///
    /// - Parameter shadowState: the file of the shadow's last state; nil where no shadow is followed.
    public convenience init(_ filter: EventFilter, shadowState path: String?) {
        self.init(path.map { ShadowStateFile(path: $0).load().state.filter(over: filter) } ?? filter)
    }

    /// The filter in force now.
    public var current: EventFilter { state.filter }

    /// The filter in force now, with a number that changes when it does.
    var state: (filter: EventFilter, generation: Int) { shared.withLock { $0 } }

    func apply(_ filter: EventFilter) {
        shared.withLock { $0 = (filter, $0.generation + 1) }
    }
}
