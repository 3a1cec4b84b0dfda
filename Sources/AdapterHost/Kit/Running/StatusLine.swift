import AdapterAPI
import IoTTransport
import Logging

/// Logs the host's counters, once a second at most and only when they changed, and names sources that stall.
struct StatusLine {
    let spool: Spool
    let delivery: Delivery
    let reports: SourceReports
    /// How long a source may get no further although it has something to do.
    let stalledAfter: Duration
    let service: ServiceManager
    let heartbeat: Heartbeat
    let logger: Logger
    /// What takes part in the look once a second.
    let watch: HostWatch

    func run() async {
        let before = spool.counters()
        var patrol = StallPatrol(reports, limit: stalledAfter, logger: logger)
        // It stands still while the machine sleeps.
        let clock = SuspendingClock()
        let origin = clock.now
        var last: HostStatus?
        var blocked: String?
        var told: String?
        while true {
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            watch.look()
            let reason = spool.blockReason
            patrol.look(
                now: clock.now - origin, wall: AdapterClock.system.now().seconds, isBlocked: reason != nil)
            let status = HostStatus(
                before: before, counters: spool.counters(), delivery: delivery.snapshot(), sources: reports.all,
                standings: reports.standings, blockReason: reason)
            if status != last { logger.info("status", metadata: status.metadata) }
            last = status
            if let reason, reason != blocked { logger.warning("sources wait: \(reason)") }
            blocked = reason
            if status.summary != told { service.status(status.summary) }
            told = status.summary
            heartbeat.beat(clock.now)
        }
    }
}
