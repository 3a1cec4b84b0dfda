public import AdapterAPI

/// Events as JSON, one a line: what `convert` prints.
public struct LineOutput {
    /// A record that made no event, for a message.
    public struct Refused: Sendable {
        /// `document:line:column: reason`
        public var description: String
    }

    /// Complete lines that nobody has taken yet.
    public private(set) var lines: [UInt8] = []
    public private(set) var events = 0
    public private(set) var refused: [Refused] = []
    /// Events held back, by rule.
    public private(set) var filtered: [String: Int] = [:]

    public init() {}

    /// Maps a batch and appends the lines of its events.
    public mutating func append(_ batch: RecordBatch, with mapper: EventMapper, now: Timestamp) throws {
        var memory = SourceMemory()
        try mapper.map(batch, now: now, memory: &memory, to: &self)
    }

    /// Forgets lines and refusals that have been dealt with, and keeps the memory.
    public mutating func removeLines() {
        lines.removeAll(keepingCapacity: true)
        refused.removeAll(keepingCapacity: true)
    }
}

extension LineOutput: EventOutput {
    mutating func typeID(eventType: String, eventSubtype: String) -> UInt16 { 0 }

    mutating func event(size: Int, type: UInt16, write: (UnsafeMutableRawBufferPointer) -> Void) {
        lines.append(addingCapacity: size + 1) { (span: inout OutputSpan<UInt8>) in
            span.withUnsafeMutableBufferPointer { buffer, count in
                write(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]))
                buffer[size] = UInt8(ascii: "\n")
                count = size + 1
            }
        }
        events += 1
    }

    mutating func filtered(rule: String) {
        filtered[rule, default: 0] += 1
    }

    /// Does not come: a conversion does not remember what it has converted.
    mutating func duplicate() {}

    mutating func dead(
        _ refusal: RecordRefusal, _ record: Record, of batch: RecordBatch, payload: UnsafeRawBufferPointer
    ) {
        refused.append(Refused(description: "\(batch.place(of: record)): \(refusal.reason)"))
    }
}
