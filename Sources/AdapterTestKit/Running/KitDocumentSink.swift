import AdapterAPI
import Pipeline
import Synchronization

/// Keeps what one reading of a document gives, batch by batch.
final class KitDocumentSink: DocumentSink {
    struct Batch: Sendable {
        /// Events, and refusals, which begin with no `{`.
        let lines: [String]
        let recordsTaken: Int
        let memory: [UInt8]
    }

    private struct State {
        var mapper: LineMapper
        var memory: [UInt8]
        var batches: [Batch] = []
    }

    let recordsToSkip: Int
    private let state: Mutex<State>

    init(_ mapper: sending LineMapper, memory: [UInt8], recordsToSkip: Int) {
        self.recordsToSkip = recordsToSkip
        state = Mutex(State(mapper: mapper, memory: memory))
    }

    var memory: [UInt8] { state.withLock { $0.memory } }
    var batches: [Batch] { state.withLock { $0.batches } }

    func send(_ batch: RecordBatch, recordsTaken: Int) async throws {
        try state.withLock { state in
            let (lines, refused) = try state.mapper.map(batch)
            state.memory = batch.memory ?? state.memory
            state.batches.append(
                Batch(lines: Lines.split(lines) + refused, recordsTaken: recordsTaken, memory: state.memory))
        }
    }
}
