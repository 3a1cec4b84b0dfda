import AdapterAPI
import Logging
import Pipeline

/// Keeps one source running: starts it again with back-off when it fails, and never touches another one.
struct SourceSupervisor {
    let press: PressConfiguration
    let logger: Logger
    let sink: any RecordSink
    /// Reads the checkpoint anew for each start.
    let checkpoint: @Sendable () throws -> [UInt8]?
    /// Whether to end once the source has taken what lies there.
    let stopsWhenIdle: Bool
    /// Where the source's state goes, for the host's status.
    let reports: SourceReports

    private static let firstDelay = Duration.seconds(1)
    private static let longestDelay = Duration.seconds(60)
    /// A run this long counts as good: the next failure starts from the first delay again.
    private static let stableRun = Duration.seconds(60)

    /// Runs the source until it is cancelled, or until it returns by itself. False when it failed and nobody waits for
    /// another try, as in a run that ends when idle.
    func run() async -> Bool {
        let thread = SourceThread(name: press.id)
        defer { thread.stop() }
        return await withTaskExecutorPreference(thread) { await supervise() }
    }

    private func supervise() async -> Bool {
        var delay = Self.firstDelay
        while !Task.isCancelled {
            let start = ContinuousClock.now
            do {
                let context = AdapterContext(
                    sourceID: press.id, checkpoint: try checkpoint().map(Checkpoint.init), sink: sink, logger: logger,
                    stopsWhenIdle: stopsWhenIdle, report: { [reports, id = press.id] in reports.set($0, of: id) })
                try await press.adapter.run(context)
                return true
            } catch is CancellationError {
                return true
            } catch {
                reports.failed(press.id, "\(error)")
                guard !stopsWhenIdle else {
                    logger.error("source \(press.id) failed: \(error)")
                    return false
                }
                if ContinuousClock.now - start > Self.stableRun { delay = Self.firstDelay }
                logger.error("source \(press.id) failed: \(error); starts again in \(delay.configurationText)")
            }
            do { try await Task.sleep(for: delay) } catch { return true }
            delay = min(delay * 2, Self.longestDelay)
        }
        return true
    }
}
