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
    let state: SourceState

    /// What nobody else may read while it runs.
    var inputs: Set<String> { press.inputs }

    /// Runs the source until it is cancelled, or until it returns by itself. False when it failed and nobody waits for
    /// another try, as in a run that ends when idle.
    func run() async -> Bool {
        let thread = SourceThread(name: press.id)
        defer { thread.stop() }
        return await withTaskExecutorPreference(thread) { await supervise() }
    }

    private func supervise() async -> Bool {
        var restart = SourceRestart(stopsWhenIdle: stopsWhenIdle)
        let clock = ContinuousClock()
        let origin = clock.now
        while !Task.isCancelled {
            restart.started(now: clock.now - origin)
            let (end, fault) = await attempt()
            let action = restart.ended(end, now: clock.now - origin)
            switch action {
            case .end(let isGood):
                if let fault {
                    state.failed(fault, nextTry: nil)
                    logger.error("source \(press.id) failed: \(fault)")
                }
                return isGood
            case .restart(let delay):
                let fault = fault ?? ""
                let wall = AdapterClock.system.now().seconds + delay.components.seconds
                state.failed(fault, nextTry: wall)
                let times = restart.failures > 1 ? " \(restart.failures) times in a row" : ""
                logger.error("source \(press.id) failed\(times): \(fault); starts again in \(delay.configurationText)")
                do { try await Task.sleep(for: delay) } catch { return true }
            }
        }
        return true
    }

    /// One run of the source, from its stored checkpoint on; and what went wrong.
    private func attempt() async -> (SourceRestart.End, fault: String?) {
        state.started()
        do {
            let context = AdapterContext(
                sourceID: press.id, checkpoint: try checkpoint().map(Checkpoint.init),
                sink: WatchedSink(sink: sink, state: state), logger: logger, stopsWhenIdle: stopsWhenIdle,
                report: { [state] in state.set($0) }, activity: { [state] in state.note($0) })
            try await press.adapter.run(context)
            state.ended()
            return (.returned, nil)
        } catch is CancellationError {
            return (.cancelled, nil)
        } catch {
            return (.failed, "\(error)")
        }
    }
}
