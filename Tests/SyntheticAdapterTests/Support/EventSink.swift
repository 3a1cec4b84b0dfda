import AdapterAPI
import Synchronization

/// Keeps all events and checkpoints; can be made to fail.
final class EventSink: RecordSink {
    struct Event: Equatable {
        var kind: RecordKind
        var asset: String?
        var payload: String
        var time: Timestamp
        var identity: ContentHash
        var dropsRepeats: Bool

        static func == (a: Event, b: Event) -> Bool {
            a.kind == b.kind && a.asset == b.asset && a.payload == b.payload && a.time.text == b.time.text
                && a.identity == b.identity && a.dropsRepeats == b.dropsRepeats
        }
    }

    struct Full: Error {}

    private struct State {
        var events: [Event] = []
        var checkpoints: [(checkpoint: Checkpoint, events: Int)] = []
        var flushes = 0
        var report: SourceReport?
    }
    private let state = Mutex(State())
    /// Batches that are taken; the next one is refused.
    private let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    var events: [Event] { state.withLock { $0.events } }
    /// Each with the events that it covers.
    var checkpoints: [(checkpoint: Checkpoint, events: Int)] { state.withLock { $0.checkpoints } }
    var checkpoint: Checkpoint? { checkpoints.last?.checkpoint }
    var flushes: Int { state.withLock { $0.flushes } }
    var report: SourceReport? { state.withLock { $0.report } }

    func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        let events = batch.records.map { record in
            Event(
                kind: batch.kinds[record.kind], asset: record.assetKey.map { batch.assetKeys[$0] },
                payload: String(decoding: batch.bytes[record.payloadStart..<record.payloadEnd], as: UTF8.self),
                time: record.time, identity: record.identity, dropsRepeats: record.dropsRepeats)
        }
        try state.withLock { state in
            if state.checkpoints.count >= limit { throw Full() }
            state.events += events
            if let checkpoint { state.checkpoints.append((checkpoint, state.events.count)) }
        }
    }

    func flush() async throws {
        state.withLock { $0.flushes += 1 }
    }

    func note(_ report: SourceReport) {
        state.withLock { $0.report = report }
    }
}
