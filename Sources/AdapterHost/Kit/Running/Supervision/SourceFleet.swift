import Synchronization

/// The running sources. Their tasks belong to nobody, since one whose thread hangs in a system call never ends: it must
/// hold up neither the others nor the end of the host.
final class SourceFleet: Sendable {
    private struct State {
        var running: [String: Task<Void, Never>] = [:]
        var allGood = true
    }
    private let state = Mutex(State())
    private let end = Completion()

    /// Starts all of them, once.
    func start(_ supervisors: [SourceSupervisor]) {
        state.withLock { state in
            for supervisor in supervisors {
                let id = supervisor.press.id
                state.running[id] = Task { self.ended(id, isGood: await supervisor.run()) }
            }
        }
        if supervisors.isEmpty { end.complete() }
    }

    /// Whether none of those that have ended failed for good.
    var allGood: Bool { state.withLock { $0.allGood } }

    /// Returns when all have ended, or the task is cancelled.
    func ended() async {
        _ = await end.wait()
    }

    /// Cancels them, and waits for their end; returns the ids of those that still run when the time is over.
    func stop(within limit: Duration) async -> [String] {
        for task in state.withLock({ $0.running.values }) { task.cancel() }
        _ = await end.wait(within: limit)
        return state.withLock { $0.running.keys.sorted() }
    }

    private func ended(_ id: String, isGood: Bool) {
        let isLast = state.withLock { state in
            state.running[id] = nil
            state.allGood = state.allGood && isGood
            return state.running.isEmpty
        }
        if isLast { end.complete() }
    }
}
