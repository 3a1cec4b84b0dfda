import AdapterAPI

/// A source's sink, with the calls on it noted, so that it is seen when the source gets no further.
struct WatchedSink: RecordSink {
    let sink: any RecordSink
    let state: SourceState

    func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws {
        state.sends()
        do {
            try await sink.send(batch, checkpoint: checkpoint)
            state.sent(isProgress: true, records: batch.records.count)
        } catch {
            state.sent(isProgress: false)
            throw error
        }
    }

    func flush() async throws {
        state.sends()
        defer { state.sent(isProgress: false) }
        try await sink.flush()
    }
}
