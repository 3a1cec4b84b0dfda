import AdapterAPI
import IoTTransport

/// Packs a batch's events for the spool.
struct SpoolOutput: EventOutput {
    private let spool: Spool
    private let source: String
    private var builder: ChunkBuilder
    private(set) var chunks: [EventChunk] = []
    private(set) var deadLetters: [DeadLetter] = []
    private(set) var counts = SpoolCounts()

    init(spool: Spool, source: String, topic: String) {
        self.spool = spool
        self.source = source
        builder = ChunkBuilder(topic: topic)
    }

    mutating func typeID(eventType: String, eventSubtype: String) throws -> UInt16 {
        try spool.typeID(eventType: eventType, eventSubtype: eventSubtype)
    }

    mutating func event(size: Int, type: UInt16, write: (UnsafeMutableRawBufferPointer) -> Void) {
        builder.append(size: size, type: type, write)
        if builder.isFull { packChunk() }
        counts.mapped += 1
    }

    mutating func filtered(rule: String) {
        counts.mapped += 1
        counts.filtered += 1
        counts.named["filtered:\(rule)", default: 0] += 1
    }

    mutating func duplicate() {
        counts.mapped += 1
        counts.duplicate += 1
    }

    mutating func dead(
        _ refusal: RecordRefusal, _ record: Record, of batch: RecordBatch, payload: UnsafeRawBufferPointer
    ) {
        counts.mapped += 1
        counts.dead += 1
        counts.named["dead:\(refusal.code)", default: 0] += 1
        deadLetters.append(
            DeadLetter(
                source: source, code: refusal.code, reason: refusal.reason, origin: batch.place(of: record),
                bytes: Array(payload),
                // What the adapter itself refused is no payload that could be mapped.
                record: record.refusal == nil ? RecordDescription(record, in: batch).bytes : nil))
    }

    /// What was noticed on the way.
    mutating func note(_ notes: [String: Int]) {
        for (name, times) in notes { counts.named[name, default: 0] += times }
    }

    /// Everything since the last call, to be put into the spool with its checkpoint and the ids to remember.
    mutating func finish(checkpoint: [UInt8]?, recent: RecentIDs?) -> SpoolAppend {
        packChunk()
        defer { discard() }
        return SpoolAppend(
            source: source, checkpoint: checkpoint, chunks: chunks, deadLetters: deadLetters, counts: counts,
            recent: recent)
    }

    /// Forgets everything since the last call.
    mutating func discard() {
        _ = builder.finish()
        chunks = []
        deadLetters = []
        counts = SpoolCounts()
    }

    private mutating func packChunk() {
        if let chunk = builder.finish() { chunks.append(chunk) }
    }
}
