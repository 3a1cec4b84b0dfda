import AdapterAPI
import IoTTransport

/// Packs a batch's events for the spool.
struct SpoolOutput: EventOutput {
    private let spool: Spool
    private let source: String
    private var builder: ChunkBuilder
    /// For events that are never dropped: a chunk holds one class.
    private var keptBuilder: ChunkBuilder
    private var keptTypes: Set<UInt16> = []
    private(set) var chunks: [EventChunk] = []
    private(set) var deadLetters: [DeadLetter] = []
    private(set) var counts = SpoolCounts()

    init(spool: Spool, source: String, topic: String) {
        self.spool = spool
        self.source = source
        builder = ChunkBuilder(topic: topic)
        keptBuilder = ChunkBuilder(topic: topic, eventClass: .kept)
    }

    mutating func typeID(eventType: String, eventSubtype: String) throws -> UInt16 {
        let id = try spool.typeID(eventType: eventType, eventSubtype: eventSubtype)
        if spool.eventClass(eventType: eventType, eventSubtype: eventSubtype) == .kept { keptTypes.insert(id) }
        return id
    }

    mutating func event(size: Int, type: UInt16, write: (UnsafeMutableRawBufferPointer) -> Void) {
        counts.mapped += 1
        if !keptTypes.isEmpty, keptTypes.contains(type) {
            keptBuilder.append(size: size, type: type, write)
            if keptBuilder.isFull, let chunk = keptBuilder.finish() { chunks.append(chunk) }
        } else {
            builder.append(size: size, type: type, write)
            if builder.isFull, let chunk = builder.finish() { chunks.append(chunk) }
        }
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
        for chunk in [keptBuilder.finish(), builder.finish()] { if let chunk { chunks.append(chunk) } }
        defer { discard() }
        return SpoolAppend(
            source: source, checkpoint: checkpoint, chunks: chunks, deadLetters: deadLetters, counts: counts,
            recent: recent)
    }

    /// Forgets everything since the last call.
    mutating func discard() {
        _ = builder.finish()
        _ = keptBuilder.finish()
        chunks = []
        deadLetters = []
        counts = SpoolCounts()
    }
}
