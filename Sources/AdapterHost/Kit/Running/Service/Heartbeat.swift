import Synchronization

/// When the host's own loop last came round: it takes the locks of spool, delivery and sources on its way, so one that is
/// never given back, or a thread pool that is held up, shows here.
///
/// A disk, a broker or a name look-up that hangs does not: starting anew would not mend it.
final class Heartbeat: Sendable {
    private struct State {
        var last: SuspendingClock.Instant?
        var isOver = false
    }
    private let state = Mutex(State())

    /// The loop came round. The clock is one that stands still while the machine sleeps.
    func beat(_ now: SuspendingClock.Instant) { state.withLock { $0.last = now } }

    /// The loop has ended, as it does when the host stops. What follows has limits of its own.
    func end() { state.withLock { $0.isOver = true } }

    /// Whether the loop came round within the limit, or has not begun, or is over.
    func isAlive(_ now: SuspendingClock.Instant, within limit: Duration) -> Bool {
        state.withLock { state in
            state.isOver || state.last.map { $0.duration(to: now) <= limit } ?? true
        }
    }
}
