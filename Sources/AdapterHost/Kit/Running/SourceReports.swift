import AdapterAPI
import Synchronization

/// The latest report of each source, for the host's status. Sources report from their threads at any time.
final class SourceReports: Sendable {
    private let reports = Mutex<[String: SourceReport]>([:])

    /// Takes a source's present state in place of the one before.
    func set(_ report: SourceReport, of source: String) {
        reports.withLock { $0[source] = report }
    }

    /// A source failed: its numbers are no longer those of the moment.
    func failed(_ source: String, _ text: String) {
        reports.withLock { reports in
            let notes = reports[source]?.notes ?? [:]
            reports[source] = SourceReport(notes: notes, lastFault: text)
        }
    }

    /// By source.
    var all: [String: SourceReport] { reports.withLock { $0 } }
}
