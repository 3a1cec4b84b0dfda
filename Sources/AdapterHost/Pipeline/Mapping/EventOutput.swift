import AdapterAPI

/// Where a mapper's verdicts go: into the spool, or to standard output.
protocol EventOutput {
    /// The number under which events of a type are stored; asked once a batch for each type.
    mutating func typeID(eventType: String, eventSubtype: String) throws -> UInt16
    /// An event of exactly `size` bytes, which `write` writes.
    mutating func event(size: Int, type: UInt16, write: (UnsafeMutableRawBufferPointer) -> Void)
    /// An event that a rule of the filter holds back.
    mutating func filtered(rule: String)
    /// An event that was queued before and is dropped.
    mutating func duplicate()
    /// A record of a batch that makes no event, with its payload.
    mutating func dead(
        _ refusal: RecordRefusal, _ record: Record, of batch: RecordBatch, payload: UnsafeRawBufferPointer)
}
