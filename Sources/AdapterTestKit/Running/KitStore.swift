import AdapterAPI
import Pipeline
import Synchronization

/// What a source's transactions have left behind: events, dead letters, the last checkpoint.
final class KitStore: Sendable {
    private struct State {
        var events: [String] = []
        var refused: [String] = []
        var checkpoint: Checkpoint?
        var knownIDs: [UInt64] = []
    }
    private let state = Mutex(State())
    /// Events at most.
    private let limit: Int

    struct TooManyEvents: Error, CustomStringConvertible {
        let limit: Int
        var description: String { "more than \(limit) events came: the source has no end" }
    }

    init(limit: Int) {
        self.limit = limit
    }

    var events: [String] { state.withLock { $0.events } }
    /// Records that made no event, in their order.
    var refused: [String] { state.withLock { $0.refused } }
    var checkpoint: Checkpoint? { state.withLock { $0.checkpoint } }
    var knownIDs: [UInt64] { state.withLock { $0.knownIDs } }

    /// One transaction.
    func append(_ batch: RecordBatch, checkpoint: Checkpoint?, with mapper: inout LineMapper) throws {
        let (lines, refused) = try mapper.map(batch)
        let knownIDs = mapper.knownIDs
        try state.withLock { state in
            state.events += Lines.split(lines)
            state.refused += refused
            state.checkpoint = checkpoint ?? state.checkpoint
            state.knownIDs = knownIDs
            if state.events.count > limit { throw TooManyEvents(limit: limit) }
        }
    }
}
