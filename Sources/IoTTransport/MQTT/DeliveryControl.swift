import Synchronization

/// What the delivery thread and its callers share.
final class DeliveryControl: Sendable {
    struct State {
        var started = false
        /// Until when PUBACKs may still come; nil while nobody asked to stop.
        var stopBy: Nanoseconds?
        var finished = false
        var exitWaiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter: UInt64 = 0
        var snapshot: DeliverySnapshot
        var nextTry: Nanoseconds?
        var wakeup: Wakeup?
    }

    let state: Mutex<State>

    init(endpoint: String) {
        state = Mutex(State(snapshot: DeliverySnapshot(endpoint: endpoint)))
    }

    var stopBy: Nanoseconds? { state.withLock { $0.stopBy } }

    func snapshot() -> DeliverySnapshot {
        let now = MonotonicTime.now()
        return state.withLock { state in
            var snapshot = state.snapshot
            snapshot.nextTry = state.nextTry.map { Double(max(0, $0 - now)) / Double(MonotonicTime.second) }
            return snapshot
        }
    }

    /// The thread has ended, or never started.
    func finish() {
        let waiters = state.withLock { state in
            state.finished = true
            state.snapshot.isConnected = false
            state.nextTry = nil
            defer { state.exitWaiters = [:] }
            return state.exitWaiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when the thread has ended or the limit is over.
    func waitForExit(_ limit: Duration) async {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let timer = Task {
            try? await Task.sleep(for: limit)
            state.withLock { $0.exitWaiters.removeValue(forKey: id) }?.resume()
        }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.finished { state.exitWaiters[id] = continuation }
                return state.finished
            }
            if isOver { continuation.resume() }
        }
        timer.cancel()
    }
}
