import AdapterAPI
import Synchronization

/// Keeps what a host would: sent batches are lost in a crash unless they had been committed, in their order.
final class RecordingSink: RecordSink {
    struct Crash: Error {}

    private struct Transaction {
        var records: [String]
        var checkpoint: Checkpoint?
    }

    private struct State {
        var pending: [Transaction] = []
        var durable: [String] = []
        var checkpoint: Checkpoint?
        var stepsLeft: Int?
        var steps = 0
        var isDead = false
        /// Transactions that a crash leaves committed although nobody was told.
        var survivors = 0
    }

    private let state: Mutex<State>

    /// `stepsLeft` steps go well; the next is a crash.
    init(checkpoint: Checkpoint? = nil, stepsLeft: Int? = nil, survivors: Int = 0) {
        state = Mutex(State(checkpoint: checkpoint, stepsLeft: stepsLeft, survivors: survivors))
    }

    var records: [String] { state.withLock { $0.durable } }
    var checkpoint: Checkpoint? { state.withLock { $0.checkpoint } }
    var steps: Int { state.withLock { $0.steps } }

    /// Counts a step, and crashes when it is the one.
    func step() throws {
        try state.withLock { state in
            if state.isDead { throw Crash() }
            state.steps += 1
            if state.stepsLeft == 0 {
                state.isDead = true
                Self.commit(&state, count: min(state.survivors, state.pending.count))
                throw Crash()
            }
            state.stepsLeft = state.stepsLeft.map { $0 - 1 }
        }
    }

    private static func commit(_ state: inout State, count: Int) {
        for transaction in state.pending.prefix(count) {
            state.durable += transaction.records
            state.checkpoint = transaction.checkpoint ?? state.checkpoint
        }
        state.pending.removeFirst(count)
    }

    func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        try step()
        let records = batch.records.map {
            String(decoding: batch.bytes[$0.payloadStart..<$0.payloadEnd], as: UTF8.self)
        }
        state.withLock { $0.pending.append(Transaction(records: records, checkpoint: checkpoint)) }
        try step()
    }

    func flush() async throws {
        try step()
        state.withLock { Self.commit(&$0, count: $0.pending.count) }
        try step()
    }
}
