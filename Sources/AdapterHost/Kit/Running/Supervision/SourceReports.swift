import AdapterAPI
import IoTTransport
import Synchronization

/// What is known of all sources, in the order of the configuration. Sources come and go with it.
final class SourceReports: Sendable {
    private let list: Mutex<[SourceState]>

    init(_ ids: [String]) {
        list = Mutex(ids.map { SourceState(id: $0) })
    }

    var states: [SourceState] { list.withLock { $0 } }

    /// Takes these sources in place of those before; what is known of one that stays is kept, unless it starts anew.
    func change(to ids: [String], anew: Set<String>) {
        list.withLock { list in
            let former = list.reduce(into: [:]) { $0[$1.id] = $1 }
            list = ids.map { id in anew.contains(id) ? SourceState(id: id) : former[id] ?? SourceState(id: id) }
        }
    }

    /// Of one source; one of its own for an id that is not in the configuration.
    func state(of id: String) -> SourceState {
        states.first { $0.id == id } ?? SourceState(id: id)
    }

    /// By source, the reports of those that have reported.
    var all: [String: SourceReport] {
        states.reduce(into: [:]) { $0[$1.id] = $1.report }
    }

    var standings: [SourceStanding] { states.map(\.standing) }

    /// For the host's summary.
    var health: [HostSummary.Source] {
        standings.map { HostSummary.Source(id: $0.id, health: $0.health.rawValue) }
    }
}
