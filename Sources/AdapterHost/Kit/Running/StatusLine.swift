import IoTTransport
import Logging

/// Logs the host's counters, once a second at most and only when they changed.
struct StatusLine {
    let spool: Spool
    let delivery: Delivery
    let reports: SourceReports
    let logger: Logger

    func run() async {
        let before = spool.counters()
        var last: HostStatus?
        var blocked: String?
        while true {
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
            let status = HostStatus(
                before: before, counters: spool.counters(), delivery: delivery.snapshot(), sources: reports.all)
            if status != last { logger.info("status", metadata: status.metadata) }
            last = status
            let reason = spool.blockReason
            if let reason, reason != blocked { logger.warning("sources wait: \(reason)") }
            blocked = reason
        }
    }
}
