import Dispatch
import Synchronization

/// The mailbox under its lock, with the means to wake the spool's thread and to resume those who wait.
final class SharedMailbox: Sendable {
    let shared: Mutex<SpoolMailbox>
    let clock: TransportClock
    private let signal = DispatchSemaphore(value: 0)

    init(_ settings: SpoolSettings, _ clock: TransportClock) {
        self.clock = clock
        shared = Mutex(SpoolMailbox(settings))
    }

    /// Changes the mailbox, then wakes the thread if it sleeps.
    func withLockAndWake<Result: Sendable>(_ body: (inout sending SpoolMailbox) -> sending Result) -> Result {
        let (result, wake) = shared.withLock { state in
            let result = body(&state)
            return (result, state.wake())
        }
        if wake { signal.signal() }
        return result
    }

    /// Changes the mailbox, then wakes the thread if it sleeps and `body` says so.
    func wakeIf(_ body: (inout SpoolMailbox) -> Bool) {
        if shared.withLock({ body(&$0) && $0.wake() }) { signal.signal() }
    }

    /// Takes an append at once if there is room and nobody waits.
    func tryAppend(_ append: SpoolAppend) throws -> Bool {
        try withLockAndWakeThrowing { state in
            guard state.phase == .open else { throw SpoolError.notOpen }
            try state.checkRestart(append.source)
            return state.accept(append)
        }
    }

    func next() -> SpoolStep {
        let (now, wall) = (clock.now(), clock.wall())
        return shared.withLock { $0.next(now: now, wall: wall) }
    }

    func sleep(until: Nanoseconds?) {
        guard let until else { return signal.wait() }
        let span = max(0, until - clock.now())
        if signal.wait(timeout: .now() + .nanoseconds(Int(span))) == .timedOut {
            // A signal may have been sent just now; it only makes the next sleep return at once.
            shared.withLock { $0.asleep = false }
        }
    }

    func committed(_ work: SpoolWork, _ outcome: SpoolOutcome) {
        let now = clock.now()
        let resumed = shared.withLock { state in
            if let chunk = outcome.chunks.first { state.ages.queued(chunk.id, now) }
            return state.committed(work, outcome, now: now)
        }
        for waiter in resumed { waiter.resume() }
    }

    /// Suspends until `register`'s waiter is resumed; cancellation takes it back.
    func wait(_ register: @Sendable (inout SpoolMailbox, UInt64, Waiting) throws -> Bool) async throws {
        let id = shared.withLock { $0.newWaiterID() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: Waiting) in
                do {
                    let waits = try withLockAndWakeThrowing { try register(&$0, id, continuation) }
                    if !waits { continuation.resume() }
                    // The handler may have run before there was anything to take back.
                    if waits, Task.isCancelled { cancel(id) }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func withLockAndWakeThrowing(_ body: (inout SpoolMailbox) throws -> Bool) throws -> Bool {
        let (result, wake) = try shared.withLock { state in
            let result = try body(&state)
            return (result, state.wake())
        }
        if wake { signal.signal() }
        return result
    }

    private func cancel(_ id: UInt64) {
        let (cancelled, admitted) = withLockAndWake { state in
            let cancelled = state.cancel(id)
            return (cancelled, cancelled == nil ? [] : state.admitWaiters())
        }
        cancelled?.resume(throwing: CancellationError())
        for waiter in admitted { waiter.resume() }
    }
}
