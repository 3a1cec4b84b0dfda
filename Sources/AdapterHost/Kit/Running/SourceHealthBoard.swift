import IoTTransport
import Synchronization

/// How each source is doing, for the host's summary.
final class SourceHealthBoard: Sendable {
    enum Health: String {
        case running
        /// It failed, and starts again after a while.
        case failed
        /// It has nothing more to read.
        case ended
    }

    private let sources: Mutex<[(id: String, health: Health)]>

    init(_ ids: [String]) {
        sources = Mutex(ids.map { ($0, .running) })
    }

    func note(_ id: String, _ health: Health) {
        sources.withLock { sources in
            guard let index = sources.firstIndex(where: { $0.id == id }) else { return }
            sources[index].health = health
        }
    }

    /// In the order of the configuration.
    var lines: [HostSummary.Source] {
        sources.withLock { $0.map { HostSummary.Source(id: $0.id, health: $0.health.rawValue) } }
    }
}
