import AdapterAPI
import Synchronization

/// A host that keeps what it is sent, and can be made to wait or fail.
final class StoreSink: RecordSink {
    struct Failure: Error {}

    enum Behaviour {
        case takes
        /// Full: a send waits.
        case isFull
        /// A slow disk: a flush waits.
        case isSlow
        case fails
    }

    struct Item {
        var subtype: String
        var payload: String
        var identity: ContentHash
        var refusal: String?
        var document: String
        var line: Int
        var column: Int
    }

    private struct State {
        var behaviour = Behaviour.takes
        var sent: [RecordBatch] = []
        var durable = 0
        var checkpoint: Checkpoint?
    }
    private let state = Mutex(State())

    var behaviour: Behaviour {
        get { state.withLock { $0.behaviour } }
        set { state.withLock { $0.behaviour = newValue } }
    }
    /// Batches that were sent, each in a transaction of its own.
    var batches: [RecordBatch] { state.withLock { $0.sent } }
    /// Batches that were sent and flushed.
    var durable: [RecordBatch] { state.withLock { Array($0.sent[..<$0.durable]) } }
    var checkpoint: Checkpoint? { state.withLock { $0.checkpoint } }
    var items: [Item] { durable.flatMap { Self.items(of: $0) } }

    func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        try await wait(while: .isFull)
        try state.withLock { state in
            if state.behaviour == .fails { throw Failure() }
            state.sent.append(batch)
            state.checkpoint = checkpoint ?? state.checkpoint
        }
    }

    func flush() async throws {
        try await wait(while: .isSlow)
        try state.withLock { state in
            if state.behaviour == .fails { throw Failure() }
            state.durable = state.sent.count
        }
    }

    private func wait(while behaviour: Behaviour) async throws {
        while self.behaviour == behaviour { try await Task.sleep(for: .milliseconds(5)) }
    }

    private static func items(of batch: RecordBatch) -> [Item] {
        batch.records.map { record in
            Item(
                subtype: batch.kinds[record.kind].eventSubtype,
                payload: String(decoding: batch.bytes[record.payloadStart..<record.payloadEnd], as: UTF8.self),
                identity: record.identity, refusal: record.refusal.map { batch.refusals[$0] }, document: batch.document,
                line: record.origin.line, column: record.origin.column)
        }
    }
}
