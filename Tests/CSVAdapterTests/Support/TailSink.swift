import AdapterAPI
import Synchronization

/// Keeps what a host would: the records and the checkpoint that came with them, and as the platform sees them, by id.
final class TailSink: RecordSink {
    struct Crash: Error {}

    private struct State {
        var rows: [(identity: ContentHash, payload: String)] = []
        var seen: Set<ContentHash> = []
        var repeats = 0
        var refusals: [String] = []
        var checkpoint: Checkpoint?
        var sendsLeft: Int?
        var storesLast = false
    }

    private let state = Mutex(State())

    /// Lets so many batches pass; the next is a crash, after it was stored or before.
    func crash(after sends: Int?, storesLast: Bool = false) {
        state.withLock {
            $0.sendsLeft = sends
            $0.storesLast = storesLast
        }
    }

    var checkpoint: Checkpoint? { state.withLock { $0.checkpoint } }
    /// Payloads in the order in which they came first.
    var payloads: [String] { state.withLock { $0.rows.map(\.payload) } }
    var identities: [ContentHash] { state.withLock { $0.rows.map(\.identity) } }
    var refusals: [String] { state.withLock { $0.refusals } }
    /// Records that came again under their ids, which a host drops.
    var repeats: Int { state.withLock { $0.repeats } }

    func loseCheckpoint() { state.withLock { $0.checkpoint = nil } }

    func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        try state.withLock { state in
            if state.sendsLeft == 0 {
                if state.storesLast { Self.store(batch, checkpoint, in: &state) }
                throw Crash()
            }
            state.sendsLeft = state.sendsLeft.map { $0 - 1 }
            Self.store(batch, checkpoint, in: &state)
        }
    }

    private static func store(_ batch: RecordBatch, _ checkpoint: Checkpoint?, in state: inout State) {
        for record in batch.records {
            if let refusal = record.refusal {
                state.refusals.append("\(record.origin.line): \(batch.refusals[refusal])")
            }
            guard state.seen.insert(record.identity).inserted else {
                state.repeats += 1
                continue
            }
            let payload = String(decoding: batch.bytes[record.payloadStart..<record.payloadEnd], as: UTF8.self)
            state.rows.append((record.identity, payload))
        }
        state.checkpoint = checkpoint ?? state.checkpoint
    }

    func flush() async throws {}
}
