import AdapterAPI
public import IoTTransport
import Synchronization

extension SpoolSink {
    /// Maps dead letters of this source again, and stores what becomes of them in one transaction: events, letters that go,
    /// and letters that stay with one try more. An event is the very one that it would have been, under the same id.
    ///
    /// - Returns: what became of each, in their order.
    public func retry(_ letters: [StoredDeadLetter]) async throws -> [RetryOutcome] {
        await order.enter()
        defer { order.leave() }
        let records = letters.map { letter in
            letter.record.flatMap(RecordDescription.init)?.batch(payload: letter.bytes)
        }
        for case let batch? in records { try await recall(for: batch) }
        let (append, outcomes) = try again(letters, records)
        do {
            try await spool.append(append)
        } catch {
            state.withLock { $0.memory.repeats?.undo(isFinished: true) }
            throw error
        }
        state.withLock { $0.memory.repeats?.accepted() }
        tap?.offer(append.chunks, of: source, in: spool)
        return outcomes
    }

    private func again(
        _ letters: [StoredDeadLetter], _ records: [RecordBatch?]
    ) throws -> (SpoolAppend, [RetryOutcome]) {
        let (seconds, nanoseconds) = clock.now()
        let now = Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
        return try state.withLock { state in
            var changes = DeadLetterChanges()
            var output = RetryOutput(spool: spool, topic: topic)
            if let filter { state.mapper.filter = filter.current }
            state.memory.repeats?.begin(day: seconds / 86_400)
            // That a retry is late says nothing about the order in which the source sends.
            var memory = SourceMemory()
            swap(&memory.repeats, &state.memory.repeats)
            defer { swap(&memory.repeats, &state.memory.repeats) }
            var outcomes: [RetryOutcome] = []
            for (letter, record) in zip(letters, records) {
                var outcome = RetryOutcome.kept(reason: Self.unreadable)
                if let record {
                    do {
                        try state.mapper.map(record, now: now, memory: &memory, to: &output)
                    } catch {
                        memory.repeats?.undo(isFinished: false)
                        throw error
                    }
                    outcome = output.outcome
                }
                switch outcome {
                case .queued, .duplicate: changes.settled.append(letter.id)
                case .kept(let reason):
                    changes.failed.append(
                        .init(id: letter.id, reason: reason, code: record == nil ? nil : output.code))
                }
                outcomes.append(outcome)
            }
            let append = SpoolAppend(
                source: source, chunks: output.finish(), recent: memory.repeats?.finish(), letters: changes)
            return (append, outcomes)
        }
    }

    /// Why a letter cannot be mapped again.
    private static let unreadable =
        "it could not be read as a record, so there is nothing to map again: mend it where it comes from, and feed it again"
}
