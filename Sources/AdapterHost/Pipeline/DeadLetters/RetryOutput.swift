import AdapterAPI
import IoTTransport

/// Takes what becomes of dead letters that are mapped again, one after the other.
struct RetryOutput: EventOutput {
    private let spool: Spool
    private var builder: ChunkBuilder
    private var chunks: [EventChunk] = []
    /// What became of the last one.
    private(set) var outcome = RetryOutcome.kept(reason: "")
    /// The code of the reason for which it stays.
    private(set) var code: String?

    init(spool: Spool, topic: String) {
        self.spool = spool
        // What a person asks to be sent is not to be dropped for want of room.
        builder = ChunkBuilder(topic: topic, eventClass: .kept)
    }

    mutating func typeID(eventType: String, eventSubtype: String) throws -> UInt16 {
        try spool.typeID(eventType: eventType, eventSubtype: eventSubtype)
    }

    mutating func event(size: Int, type: UInt16, write: (UnsafeMutableRawBufferPointer) -> Void) {
        builder.append(size: size, type: type, write)
        if builder.isFull { packChunk() }
        outcome = .queued
    }

    /// The letter stays: whoever asks for a retry wants the event sent, and the filter may be changed.
    mutating func filtered(rule: String) {
        code = "filtered"
        outcome = .kept(reason: "filtered: held back by \(rule)")
    }

    mutating func duplicate() {
        outcome = .duplicate
    }

    mutating func dead(
        _ refusal: RecordRefusal, _ record: Record, of batch: RecordBatch, payload: UnsafeRawBufferPointer
    ) {
        code = refusal.code
        outcome = .kept(reason: refusal.reason)
    }

    /// The events of all.
    mutating func finish() -> [EventChunk] {
        packChunk()
        return chunks
    }

    private mutating func packChunk() {
        if let chunk = builder.finish() { chunks.append(chunk) }
    }
}
