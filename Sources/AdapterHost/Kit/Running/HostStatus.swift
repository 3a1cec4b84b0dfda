import AdapterAPI
import IoTTransport
import Logging

/// A host's counters at one moment, as the status line shows them.
struct HostStatus: Equatable {
    let queued: Int
    let waiting: Int
    let inFlight: Int
    let acknowledged: Int
    let filtered: Int
    /// Events dropped because they were queued before.
    let duplicate: Int
    /// Events that were queued and then dropped by the filter.
    let filteredLate: Int
    /// Events that delivery gave up: dead letters since.
    let deadLate: Int
    /// Events that were queued and dropped: to keep within a cap, or damaged on disk.
    let dropped: Int
    /// Dead letters that became events again.
    let retried: Int
    /// Telemetry that the platform reported as rejected.
    let rejected: Int
    let shadow: ShadowStatus
    let dead: Int
    /// Dead letters kept.
    let deadLetters: Int
    /// Dead letters since the run began.
    let deadInThisRun: Int
    /// Documents refused since the run began.
    let refusedInThisRun: Int
    let isConnected: Bool
    /// What the sources last said about themselves, by their ids.
    let sources: [String: SourceReport]
    let standings: [SourceStanding]
    /// Why sources wait, if they do: the spool is full, or its disk at fault.
    let blockReason: String?
    /// Whether no source failed for good.
    let allEnded: Bool
    /// What a stop could not bring to an end, in words; empty while the host runs.
    let unfinished: [String]

    init(
        before: SpoolCounters, counters: SpoolCounters, delivery: DeliverySnapshot,
        sources: [String: SourceReport] = [:], standings: [SourceStanding] = [], blockReason: String? = nil,
        allEnded: Bool = true, unfinished: [String] = []
    ) {
        self.unfinished = unfinished
        self.sources = sources
        self.standings = standings
        self.blockReason = blockReason
        self.allEnded = allEnded
        queued = counters.queued
        waiting = counters.waiting
        inFlight = delivery.inFlight
        acknowledged = counters.acknowledged
        filtered = counters.filtered
        duplicate = counters.duplicate
        filteredLate = counters.filteredLate
        deadLate = counters.deadLate
        dropped = counters.dropped
        retried = counters.retried
        rejected = delivery.rejectedTelemetry
        shadow = delivery.shadow
        dead = counters.dead
        deadLetters = counters.deadLetters
        deadInThisRun = counters.dead - before.dead
        let refused = RecordBatch.refusedDocuments
        refusedInThisRun = counters.named[refused, default: 0] - before.named[refused, default: 0]
        isConnected = delivery.isConnected
    }

    /// Whether a run that ends when idle has done all there was to do.
    var isComplete: Bool { allEnded && deadInThisRun == 0 && refusedInThisRun == 0 && waiting == 0 }

    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "queued": "\(queued)", "waiting": "\(waiting)", "inFlight": "\(inFlight)",
            "acknowledged": "\(acknowledged)", "filtered": "\(filtered)", "duplicate": "\(duplicate)",
            "dead": "\(dead)",
            "connected": "\(isConnected)",
        ]
        if filteredLate > 0 { metadata["filteredLate"] = "\(filteredLate)" }
        if deadLate > 0 { metadata["deadLate"] = "\(deadLate)" }
        if dropped > 0 { metadata["dropped"] = "\(dropped)" }
        if retried > 0 { metadata["retried"] = "\(retried)" }
        if deadLetters > 0 { metadata["deadLetters"] = "\(deadLetters)" }
        if rejected > 0 { metadata["rejected"] = "\(rejected)" }
        if shadow.phase != .off {
            metadata["shadow"] = "\(shadow.phase.rawValue)"
            if let reason = shadow.reason { metadata["shadowFault"] = "\(reason)" }
        }
        if !shadow.refusals.isEmpty { metadata["shadowRefused"] = "\(shadow.refusals.joined(separator: "; "))" }
        if !shadow.isPublishingEnabled { metadata["publishing"] = "disabled" }
        if !shadow.blacklist.isEmpty { metadata["blacklist"] = "\(shadow.blacklist.joined(separator: ","))" }
        for (name, value) in gauges { metadata[name] = "\(value)" }
        if let since = sources.values.compactMap(\.oldestWaitingSince).min() {
            metadata["oldestWaitingSince"] = "\(Timestamp(secondsSince1970: since).text)"
        }
        if !unfinished.isEmpty { metadata["unfinished"] = "\(unfinished.joined(separator: "; "))" }
        if let blockReason { metadata["blocked"] = "\(blockReason)" }
        for health in [SourceStanding.Health.failed, .stalled] {
            let texts = standings.filter { $0.health == health }.map(\.text)
            if !texts.isEmpty { metadata[health.rawValue] = "\(texts.joined(separator: "; "))" }
        }
        return metadata
    }

    /// The sources' numbers, those of one name added up.
    var gauges: [String: Int] {
        sources.values.reduce(into: [:]) { sums, report in sums.merge(report.gauges, uniquingKeysWith: +) }
    }
}
