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
    private let write: Write?
    private var failure: Int32 = 0

    /// Takes lines, all of them, and returns 0 or the number of the error that kept it from that.
    public typealias Write = @Sendable (UnsafeRawBufferPointer) -> Int32

    /// Bytes from which on lines are handed over. All lines of a batch would push what made them out of the cache.
    private static let piece = 64 * 1024

    /// - Parameter write: Takes the lines, a piece at a time; without it they stay in ``lines``.
    public init(write: Write? = nil) {
        self.write = write
    }

    /// Maps a batch and appends the lines of its events, or hands them over.
    /// - Throws: `FileFault` when lines could not be handed over.
    public mutating func append(_ batch: RecordBatch, with mapper: EventMapper, now: Timestamp) throws {
        var memory = SourceMemory()
        try mapper.map(batch, now: now, memory: &memory, to: &self)
        handOver()
        if failure != 0 { throw FileFault(path: "standard output", action: "write", code: failure) }
    }

    private mutating func handOver() {
        guard let write else { return }
        if failure == 0 { failure = lines.withUnsafeBytes { write($0) } }
        lines.removeAll(keepingCapacity: true)
    }

    /// Forgets refusals that have been dealt with.
    public mutating func removeRefused() {
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
        if lines.count >= Self.piece { handOver() }
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
