import AdapterAPI
import IoTTransport

/// What is known of all sources, in the order of the configuration.
struct SourceReports: Sendable {
    let states: [SourceState]

    init(_ ids: [String]) {
        states = ids.map { SourceState(id: $0) }
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
