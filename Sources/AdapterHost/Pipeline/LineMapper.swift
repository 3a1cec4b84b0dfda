package import AdapterAPI
import IoTTransport

/// Maps batches to lines as a running host would, repeats dropped, and remembers the ids that a spool would: for the test
/// kit, which looks at each transaction.
package struct LineMapper {
    private let mapper: EventMapper
    private let now: Timestamp
    private var memory = SourceMemory()
    /// The ids of events whose repeats are dropped, those of mappers before this one included.
    package private(set) var knownIDs: [UInt64]

    /// - Parameters:
    ///   - knownIDs: what the mapper before this one knew.
    ///   - now: every event's senderTimestamp.
    package init(mapper: EventMapper, repeats: RepeatLimits, knownIDs: [UInt64], now: Timestamp) {
        self.mapper = mapper
        self.now = now
        self.knownIDs = knownIDs
        guard repeats.ids > 0 else { return }
        var window = RepeatWindow(repeats, stored: [])
        window.begin(day: now.secondsSince1970 / 86_400)
        for id in knownIDs { _ = window.insert(ContentHash(high: id, low: 0)) }
        _ = window.finish()
        window.accepted()
        memory.repeats = window
    }

    /// The lines of a batch's events, and `document:line:column: reason` of each record that made none.
    package mutating func map(_ batch: RecordBatch) throws -> (lines: [UInt8], refused: [String]) {
        var output = LineOutput()
        memory.order.begin()
        memory.repeats?.begin(day: now.secondsSince1970 / 86_400)
        try mapper.map(batch, now: now, memory: &memory, to: &output)
        knownIDs += memory.repeats?.finish()?.ids ?? []
        memory.repeats?.accepted()
        return (output.lines, output.refused.map(\.description))
    }
}
