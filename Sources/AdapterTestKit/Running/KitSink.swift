import AdapterAPI
import Pipeline
import Synchronization

/// The host as one run of a source sees it, with a plan of what goes wrong.
final class KitSink: RecordSink {
    enum Plan: Sendable {
        case takes
        /// The process ends right after so many sends were stored: nothing answers any more.
        case stops(after: Int)
        /// This send is not stored and throws; what comes after it is taken.
        case fails(at: Int)
        /// Flushing throws.
        case failsFlush
        /// Every send waits this long.
        case slow(Duration)
        /// This send waits until the run is cancelled.
        case holds(at: Int)
    }

    /// What a plan's faults throw.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
        static let stopped = Fault(description: "the kit has stopped the host")
        static let diskFull = Fault(description: "the kit says that the disk is full")
    }

    private struct State {
        var mapper: LineMapper
        var sends = 0
        var flushes = 0
        var pending = 0
        var mostPending = 0
        var isHolding = false
        /// Calls after the run had ended.
        var hasEnded = false
        var callsAfterEnd = 0
    }
    private let state: Mutex<State>
    private let store: KitStore
    private let plan: Plan

    /// How long a held send waits at most.
    private static let longestHold = Duration.seconds(600)

    init(store: KitStore, mapper: sending LineMapper, plan: Plan) {
        self.store = store
        self.plan = plan
        state = Mutex(State(mapper: mapper))
    }

    var sends: Int { state.withLock { $0.sends } }
    var flushes: Int { state.withLock { $0.flushes } }
    /// The most sends that were under way at once.
    var mostPending: Int { state.withLock { $0.mostPending } }
    var isHolding: Bool { state.withLock { $0.isHolding } }
    var callsAfterEnd: Int { state.withLock { $0.callsAfterEnd } }

    /// The run has ended: nothing may come any more.
    func end() { state.withLock { $0.hasEnded = true } }

    func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        let number = state.withLock { state in
            if state.hasEnded { state.callsAfterEnd += 1 }
            state.sends += 1
            state.pending += 1
            state.mostPending = max(state.mostPending, state.pending)
            return state.sends
        }
        defer { state.withLock { $0.pending -= 1 } }
        switch plan {
        case .takes, .failsFlush: break
        case .stops(let last): if number > last { throw Fault.stopped }
        case .fails(let failing): if number == failing { throw Fault.diskFull }
        case .slow(let pause): try await Task.sleep(for: pause)
        case .holds(let held):
            guard number >= held else { break }
            state.withLock { $0.isHolding = true }
            try await Task.sleep(for: Self.longestHold)
        }
        try state.withLock { try store.append(batch, checkpoint: checkpoint, with: &$0.mapper) }
    }

    func flush() async throws {
        let sends = state.withLock { state in
            if state.hasEnded { state.callsAfterEnd += 1 }
            state.flushes += 1
            return state.sends
        }
        switch plan {
        case .takes, .slow, .holds, .fails: break
        case .stops(let last): if sends >= last { throw Fault.stopped }
        case .failsFlush: throw Fault.diskFull
        }
    }
}
