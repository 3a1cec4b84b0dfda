public import AdapterAPI
public import IoTTransport
import Synchronization

/// A source's way into the spool: maps its batches and appends the events with the checkpoint that covers them.
public final class SpoolSink: RecordSink {
    private let spool: Spool
    private let source: String
    private let filter: LiveFilter?
    private let clock: AdapterClock
    private let state: Mutex<State>

    private struct State {
        var mapper: EventMapper
        var output: SpoolOutput
    }

    /// - Parameters:
    ///   - topic: where all of the source's events go.
    ///   - filter: what each batch takes the filter from; nil keeps the mapper's.
    public init(
        spool: Spool, source: String, topic: String, mapper: EventMapper, filter: LiveFilter? = nil,
        clock: AdapterClock = .system
    ) {
        self.filter = filter
        self.spool = spool
        self.source = source
        self.clock = clock
        state = Mutex(
            State(mapper: mapper, output: SpoolOutput(spool: spool, source: source, topic: topic)))
    }

    public func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        let (seconds, nanoseconds) = clock.now()
        let now = Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
        let append = try state.withLock { state in
            if let filter { state.mapper.filter = filter.current }
            try state.mapper.map(batch, now: now, to: &state.output)
            state.output.note(batch.counts)
            return state.output.finish(checkpoint: checkpoint?.bytes)
        }
        try await spool.append(append)
    }

    public func flush() async throws {
        try await spool.flush(source: source)
    }
}
