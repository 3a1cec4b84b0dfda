import AdapterAPI
import IoTTransport
import Logging
import Pipeline
import TestServers

/// What a host does with a source's records, but for the broker: pipeline and spool.
final class TestHost {
    let folder: TemporaryFolder
    private let spool: Spool
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        folder = try TemporaryFolder()
        spool = Spool(SpoolSettings(path: folder.file("spool.sqlite")), logger: logger)
        try spool.open()
    }

    deinit { spool.close() }

    /// Runs a source until it is idle.
    func run(_ adapter: any SourceAdapter, id: String, clock: AdapterClock = .system) async throws {
        let mapper = EventMapper(
            sourceID: id,
            assets: AssetTable(entries: [], fallback: Asset(id: "", type: "SheetfedPress"), unknown: .useKey),
            sender: Sender(id: "s", type: "prinect", connectionDeviceID: "c"), filter: EventFilter())
        let sink = SpoolSink(spool: spool, source: id, topic: "t", mapper: mapper)
        try await adapter.run(
            AdapterContext(
                sourceID: id, checkpoint: try spool.checkpoint(of: id).map { Checkpoint($0) }, sink: sink, clock: clock,
                logger: logger, stopsWhenIdle: true))
        try await spool.flush(source: id)
    }

    /// The counters, which must balance.
    var counters: SpoolCounters {
        get throws {
            let counters = spool.counters()
            let isBalanced =
                counters.mapped == counters.queued + counters.filtered + counters.duplicate + counters.dead
                && counters.queued == counters.waiting + counters.acknowledged + counters.filteredLate
            guard isBalanced else { throw Unbalanced(counters: counters) }
            return counters
        }
    }

    struct Unbalanced: Error {
        let counters: SpoolCounters
    }
}
