import AdapterAPI
import Glibc
import IoTTransport

extension HostState.Connection {
    init(_ facts: HostFacts, _ snapshot: DeliverySnapshot) {
        self.init(
            endpoint: snapshot.endpoint, host: facts.broker.host, port: facts.broker.port,
            clientID: facts.broker.clientID, topic: facts.topic, authority: facts.broker.tls?.certificateAuthority)
        isConnected = snapshot.isConnected
        sessions = snapshot.sessions
        inFlight = snapshot.inFlight
        fault = snapshot.fault.map { Fault(kind: $0.kind.rawValue, text: $0.text, blamesTopic: $0.blamesTopic) }
        nextTry = snapshot.nextTry
        rejected = snapshot.rejectedTelemetry
    }
}

extension HostState.Shadow {
    init(_ status: ShadowStatus, filter: EventFilter, configured: EventFilter, counters: SpoolCounters) {
        phase = status.phase.rawValue
        reason = status.reason
        version = status.version
        refusals = status.refusals
        desired = status.desired
        reported = status.reported
        self.filter = HostState.Filter(
            isPublishingEnabled: filter.isPublishingEnabled, blacklist: filter.blacklist.sorted(),
            holds: filter.whenDisabled == .hold,
            isPlatforms: filter.isPublishingEnabled != configured.isPublishingEnabled
                || filter.blacklist != configured.blacklist,
            heldBack: counters.heldBack)
    }
}

extension HostState.Spool {
    init(
        _ facts: HostFacts, _ counters: SpoolCounters, before: SpoolCounters, sight: DiskLook.Sight, block: SpoolBlock?,
        reason: String?
    ) {
        self.init(path: facts.spoolPath)
        events = counters.waiting
        bytes = counters.bytes
        maxBytes = facts.spoolBytes
        fault = sight.fault
        if let overview = sight.overview {
            let outlook = SpoolOutlook(overview, maxBytes: facts.spoolBytes, delivery: facts.delivery)
            oldest = counters.waiting > 0 ? overview.oldest : nil
            roomBytes = outlook.roomBytes
            freeBytes = overview.freeDiskBytes
            offlineSeconds = outlook.offlineSeconds
            switch outlook.draining {
            case .empty: drainSeconds = 0
            case .seconds(let seconds): drainSeconds = seconds
            case .never: neverDrains = true
            case .unknown: break
            }
        }
        switch block {
        case .full: self.block = "full"
        case .diskFull: self.block = "disk full"
        case .diskFault: self.block = "disk fault"
        case nil: break
        }
        blockReason = reason
        self.counters = HostState.Counters(counters)
        for (cause, count) in counters.droppedByCause {
            let fresh = count - before.droppedByCause[cause, default: 0]
            if fresh > 0 { droppedInThisRun[cause] = fresh }
        }
    }
}

extension HostState.Counters {
    init(_ counters: SpoolCounters) {
        self.init(
            mapped: counters.mapped, queued: counters.queued, filtered: counters.filtered,
            duplicate: counters.duplicate, dead: counters.dead, retried: counters.retried, waiting: counters.waiting,
            acknowledged: counters.acknowledged, filteredLate: counters.filteredLate, dropped: counters.dropped,
            deadLate: counters.deadLate, deadLetters: counters.deadLetters, named: counters.named)
    }
}

extension SpoolCounters {
    /// Events that the filter left out, by its rule, whether they were queued before or not.
    var heldBack: [String: Int] {
        named.reduce(into: [:]) { sums, entry in
            for prefix in ["filtered:", "filtered_late:"] where entry.key.hasPrefix(prefix) {
                sums[String(entry.key.dropFirst(prefix.count)), default: 0] += entry.value
            }
        }
    }
}

extension HostState.Press {
    init(_ sight: SourceState.Sight, _ facts: HostFacts.Press, _ watch: PressWatch, now: Int64) {
        self.init(id: facts.id, adapter: facts.adapter)
        health = sight.standing.health.rawValue
        cause = sight.standing.cause
        since = sight.standing.since
        nextTry = sight.standing.nextTry
        place = facts.place
        records = sight.records
        lastRecord = sight.lastRecord
        silent = watch.silent(now: now)
        rate = watch.history.rate
        history = watch.history.rates
        gauges = sight.report?.gauges ?? [:]
        oldestWaiting = sight.report?.oldestWaitingSince
        lastFault = sight.report?.lastFault
        lastFaultAt = sight.lastFaultAt
        obstacle = sight.report?.obstacle.map(HostState.Obstacle.init)
    }
}

extension HostState.Obstacle {
    init(_ fault: FileFault) {
        let kind: Kind =
            switch fault.code {
            case ENOENT, ENOTDIR: .missing
            case EACCES, EPERM, EROFS: .notPermitted
            default: .other
            }
        self.init(kind: kind, path: fault.path, text: "\(fault)".replacing("\(fault.path): ", with: ""))
    }
}
