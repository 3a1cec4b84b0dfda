public import AdapterAPI

/// What became of each record, one by one: for explaining a conversion.
public struct VerdictOutput {
    public enum Verdict: Sendable, Equatable {
        /// The event's JSON.
        case event(String)
        case filtered(rule: String)
        case dead(reason: String)
    }

    private var verdicts: [Verdict] = []

    /// The verdicts on a batch's records, in their order.
    public static func verdicts(for batch: RecordBatch, mapper: EventMapper, now: Timestamp) throws -> [Verdict] {
        var output = VerdictOutput()
        var memory = SourceMemory()
        try mapper.map(batch, now: now, memory: &memory, to: &output)
        return output.verdicts
    }
}

extension VerdictOutput: EventOutput {
    mutating func typeID(eventType: String, eventSubtype: String) -> UInt16 { 0 }

    mutating func event(size: Int, type: UInt16, write: (UnsafeMutableRawBufferPointer) -> Void) {
        var bytes = [UInt8](repeating: 0, count: size)
        bytes.withUnsafeMutableBytes { write($0) }
        verdicts.append(.event(String(decoding: bytes, as: UTF8.self)))
    }

    mutating func filtered(rule: String) {
        verdicts.append(.filtered(rule: rule))
    }

    /// Does not come: a conversion does not remember what it has converted.
    mutating func duplicate() {}

    mutating func dead(
        _ refusal: RecordRefusal, _ record: Record, of batch: RecordBatch, payload: UnsafeRawBufferPointer
    ) {
        verdicts.append(.dead(reason: refusal.reason))
    }
}
