public import AdapterAPI
public import IoTTransport
import Synchronization

/// A source's way into the spool: maps its batches and appends the events with the checkpoint that covers them.
///
/// Batches pass one after the other, also when several tasks of an adapter send.
public final class SpoolSink: RecordSink {
    let spool: Spool
    let source: String
    let topic: String
    private let repeats: RepeatLimits
    let filter: LiveFilter?
    let tap: EventTap?
    let clock: AdapterClock
    let state: Mutex<State>
    let order = SendOrder()

    struct State {
        var mapper: EventMapper
        var output: SpoolOutput
        var memory = SourceMemory()
    }

    /// - Parameters:
    ///   - topic: where all of the source's events go.
    ///   - repeats: how long the ids of events are remembered whose repeats are dropped.
    ///   - filter: what each batch takes the filter from; nil keeps the mapper's.
    ///   - tap: where what is queued is shown, to whoever watches.
    public init(
        spool: Spool, source: String, topic: String, mapper: EventMapper, repeats: RepeatLimits = RepeatLimits(),
        filter: LiveFilter? = nil, tap: EventTap? = nil, clock: AdapterClock = .system
    ) {
        self.tap = tap
        self.filter = filter
        self.spool = spool
        self.source = source
        self.topic = topic
        self.repeats = repeats
        self.clock = clock
        state = Mutex(
            State(mapper: mapper, output: SpoolOutput(spool: spool, source: source, topic: topic)))
    }

    public func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        await order.enter()
        defer { order.leave() }
        do {
            try await recall(for: batch)
        } catch SpoolError.salvaged {
            state.withLock { $0.memory = SourceMemory() }
            throw SpoolError.salvaged
        }
        let append = try append(of: batch, checkpoint: checkpoint)
        do {
            try await spool.append(append)
        } catch {
            state.withLock { state in
                state.memory.repeats?.undo(isFinished: true)
                state.memory.order.forget()
                // What was remembered may be among what is lost: it must not be taken for a repeat when it comes again.
                if error as? SpoolError == .salvaged { state.memory = SourceMemory() }
            }
            throw error
        }
        // From here on the spool stores it or nothing after it: later batches may rely on its ids.
        state.withLock { $0.memory.repeats?.accepted() }
        tap?.offer(append.chunks, of: source, in: spool)
    }

    public func flush() async throws {
        do {
            try await spool.flush(source: source)
        } catch SpoolError.salvaged {
            state.withLock { $0.memory = SourceMemory() }
            throw SpoolError.salvaged
        }
    }

    /// Reads the ids that the spool holds, once, for the first batch that needs them: most sources never do.
    func recall(for batch: RecordBatch) async throws {
        guard repeats.ids > 0, state.withLock({ $0.memory.repeats == nil }),
            batch.records.contains(where: \.dropsRepeats)
        else { return }
        let stored = try await spool.recentIDs(of: source)
        state.withLock { $0.memory.repeats = RepeatWindow(repeats, stored: stored) }
    }

    private func append(of batch: RecordBatch, checkpoint: Checkpoint?) throws -> SpoolAppend {
        let (seconds, nanoseconds) = clock.now()
        let now = Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
        return try state.withLock { state in
            if let filter { state.mapper.filter = filter.current }
            state.memory.order.begin()
            state.memory.repeats?.begin(day: seconds / 86_400)
            do {
                try state.mapper.map(batch, now: now, memory: &state.memory, to: &state.output)
            } catch {
                state.memory.repeats?.undo(isFinished: false)
                state.memory.order.forget()
                state.output.discard()
                throw error
            }
            state.output.note(batch.counts)
            let late = state.memory.order.takeCount()
            if late > 0 { state.output.note([AssetOrder.counter: late]) }
            return state.output.finish(checkpoint: checkpoint?.bytes, recent: state.memory.repeats?.finish())
        }
    }
}
