import Logging

/// Tells the service manager twice in each of its intervals that the host is alive, for as long as its loop comes round.
struct Watchdog {
    let service: ServiceManager
    let heartbeat: Heartbeat
    let logger: Logger
    /// How long the loop, which comes round once a second, may take before the manager hears nothing any more. The
    /// manager's own interval comes on top.
    var limit = Duration.seconds(10)

    /// Runs until it is cancelled; ends at once when the manager does not ask.
    func run() async {
        guard let interval = service.watchdogInterval else { return }
        let clock = SuspendingClock()
        var wasAlive = true
        while !Task.isCancelled {
            let isAlive = heartbeat.isAlive(clock.now, within: limit)
            if isAlive { service.alive() }
            if wasAlive, !isAlive {
                logger.critical("the host's own loop does not come round: the service manager will start it anew")
            }
            wasAlive = isAlive
            try? await Task.sleep(for: interval / 2, clock: clock)
        }
    }
}
