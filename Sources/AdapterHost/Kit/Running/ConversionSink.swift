import AdapterAPI
import Glibc
import Pipeline
import Synchronization

/// Writes a document's events to standard output as they come, and its refused records to standard error.
final class ConversionSink: DocumentSink {
    private struct State {
        var output = LineOutput { Terminal.write($0, to: STDOUT_FILENO) ? 0 : errno }
        var progress = Progress()
        var refused = 0
        var bytes = 0
    }
    private let state = Mutex(State())
    private let mapper: EventMapper
    private let path: String
    private let size: Int64
    private let explanation: Explanation?

    let recordsToSkip = 0
    var wantsExplanations: Bool { explanation != nil }

    init(path: String, size: Int64, mapper: EventMapper, explanation: Explanation?) {
        self.path = path
        self.size = size
        self.mapper = mapper
        self.explanation = explanation
    }

    /// Records that made no event.
    var refused: Int { state.withLock { $0.refused } }

    func send(_ batch: RecordBatch, recordsTaken: Int) async throws {
        let (seconds, nanoseconds) = AdapterClock.system.now()
        let now = Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
        try state.withLock { state in
            if let explanation {
                let text = try explanation.text(for: batch, path: path, mapper: mapper, now: now)
                Terminal.write(text.text, to: STDOUT_FILENO)
                state.refused += text.refused
                return
            }
            try state.output.append(batch, with: mapper, now: now)
            state.bytes += batch.bytes.count
            for refused in state.output.refused {
                state.progress.clear()
                Terminal.complain(refused.description)
            }
            state.refused += state.output.refused.count
            state.output.removeRefused()
            state.progress.show("\(path): \(state.output.events) events of \(size / 1_000_000) MB")
        }
    }

    /// Takes the progress line away.
    func finish() {
        state.withLock { $0.progress.clear() }
    }
}
