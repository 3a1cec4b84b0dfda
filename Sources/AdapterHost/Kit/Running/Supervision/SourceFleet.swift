import Synchronization

/// The running sources. Their tasks belong to nobody, since one whose thread hangs in a system call never ends: it must
/// hold up neither the others nor the end of the host.
final class SourceFleet: Sendable {
    private struct Entry {
        var id: String
        /// What nobody else may read meanwhile.
        var inputs: Set<String>
        var task: Task<Void, Never>
        /// Whether it has been told to end.
        var isLeaving = false
    }
    private struct State {
        var running: [UInt64: Entry] = [:]
        var lastNumber: UInt64 = 0
        var allGood = true
        /// Completes when none runs any more.
        var end = Completion()
        var isStopped = false
    }
    private let state = Mutex(State())

    /// Starts all of them; none at all counts as all having ended.
    func start(_ supervisors: [SourceSupervisor]) {
        for supervisor in supervisors { start(supervisor) }
        state.withLock { state in
            if state.running.isEmpty { state.end.complete() }
        }
    }

    /// Starts one, once those that were told to leave and read the same have ended.
    ///
    /// - Parameter prepare: called before it starts.
    func start(_ supervisor: SourceSupervisor, prepare: @escaping @Sendable () async -> Void = {}) {
        let inputs = supervisor.inputs
        state.withLock { state in
            guard !state.isStopped else { return }
            let former = state.running.values.filter { $0.isLeaving && !$0.inputs.isDisjoint(with: inputs) }.map(\.task)
            state.lastNumber += 1
            let number = state.lastNumber
            if state.end.isComplete { state.end = Completion() }
            let task = Task {
                for task in former { await task.value }
                // A stop that came meanwhile is the supervisor's to see.
                if !Task.isCancelled { await prepare() }
                self.ended(number, isGood: await supervisor.run())
            }
            state.running[number] = Entry(id: supervisor.press.id, inputs: inputs, task: task)
        }
    }

    /// Tells one to end, and does not wait for it.
    func leave(_ id: String) {
        state.withLock { state in
            for (number, entry) in state.running where entry.id == id && !entry.isLeaving {
                state.running[number]?.isLeaving = true
                entry.task.cancel()
            }
        }
    }

    /// Whether none of those that have ended failed for good.
    var allGood: Bool { state.withLock { $0.allGood } }

    /// Returns when all have ended, or the task is cancelled.
    func ended() async {
        _ = await state.withLock { $0.end }.wait()
    }

    /// Cancels them, and waits for their end; returns the ids of those that still run when the time is over. None starts
    /// any more.
    func stop(within limit: Duration) async -> [String] {
        let (tasks, end) = state.withLock { state in
            state.isStopped = true
            return (state.running.values.map(\.task), state.end)
        }
        for task in tasks { task.cancel() }
        _ = await end.wait(within: limit)
        return state.withLock { Set($0.running.values.map(\.id)).sorted() }
    }

    private func ended(_ number: UInt64, isGood: Bool) {
        let end = state.withLock { state in
            state.running[number] = nil
            state.allGood = state.allGood && isGood
            return state.running.isEmpty ? state.end : nil
        }
        end?.complete()
    }
}
