import AdapterAPI
import Synchronization

/// Keeps all events and the last checkpoint.
final class EventSink: RecordSink {
    struct Event: Equatable {
        var kind: RecordKind
        var asset: String?
        var payload: String
        var time: Timestamp
        var identity: ContentHash

        static func == (a: Event, b: Event) -> Bool {
            a.kind == b.kind && a.asset == b.asset && a.payload == b.payload && a.time.text == b.time.text
                && a.identity == b.identity
        }
    }

    private let state = Mutex<(events: [Event], checkpoint: Checkpoint?, flushes: Int, batches: Int)>(([], nil, 0, 0))

    var events: [Event] { state.withLock { $0.events } }
    var checkpoint: Checkpoint? { state.withLock { $0.checkpoint } }
    var flushes: Int { state.withLock { $0.flushes } }
    var batches: Int { state.withLock { $0.batches } }

    func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        let events = batch.records.map { record in
            Event(
                kind: batch.kinds[record.kind], asset: record.assetKey.map { batch.assetKeys[$0] },
                payload: String(decoding: batch.bytes[record.payloadStart..<record.payloadEnd], as: UTF8.self),
                time: record.time, identity: record.identity)
        }
        state.withLock {
            $0.events += events
            $0.checkpoint = checkpoint
            $0.batches += 1
        }
    }

    func flush() async throws {
        state.withLock { $0.flushes += 1 }
    }
}
