import AdapterAPI
import IoTTransport
import Synchronization

/// The latest report of each source and how it is doing, for the host's status and its summary. Sources report from their
/// threads at any time.
final class SourceReports: Sendable {
    /// How a source is doing.
    enum Health: String {
        case running
        /// It failed, and starts again after a while.
        case failed
        /// It has nothing more to read.
        case ended
    }
    private struct Entry {
        var id: String
        var health = Health.running
        var report: SourceReport?
    }
    private let entries: Mutex<[Entry]>

    /// The sources in the order of the configuration.
    init(_ ids: [String]) {
        entries = Mutex(ids.map { Entry(id: $0) })
    }

    /// Takes a source's present state in place of the one before.
    func set(_ report: SourceReport, of source: String) {
        change(source) { $0.report = report }
    }

    /// A source starts, or starts again.
    func started(_ source: String) {
        change(source) { $0.health = .running }
    }

    /// A source failed: its numbers are no longer those of the moment.
    func failed(_ source: String, _ text: String) {
        change(source) {
            $0.report = SourceReport(notes: $0.report?.notes ?? [:], lastFault: text)
            $0.health = .failed
        }
    }

    /// A source has nothing more to read.
    func ended(_ source: String) {
        change(source) { $0.health = .ended }
    }

    /// By source, those that have reported.
    var all: [String: SourceReport] {
        entries.withLock { $0.reduce(into: [:]) { $0[$1.id] = $1.report } }
    }

    /// For the host's summary, in the order of the configuration.
    var health: [HostSummary.Source] {
        entries.withLock { $0.map { HostSummary.Source(id: $0.id, health: $0.health.rawValue) } }
    }

    private func change(_ source: String, _ change: (inout Entry) -> Void) {
        entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.id == source }) else { return }
            change(&entries[index])
        }
    }
}
