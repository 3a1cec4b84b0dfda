import AdapterAPI
import Synchronization

/// Takes one file's records and sends them on, each batch with the checkpoint that covers it.
final class FileSink: DocumentSink {
    private struct State {
        var records: Int
        var memory: [UInt8]
        var hasSent = false
        var hasFailed = false
    }

    let recordsToSkip: Int
    private let name: FileName
    private let stamp: FileStamp
    private let ledger: Ledger
    private let target: any RecordSink
    private let state: Mutex<State>

    /// `ledger` holds the other files that were taken.
    init(_ file: Readiness.File, recordsToSkip: Int, ledger: Ledger, target: any RecordSink) {
        name = file.name
        stamp = file.stamp
        self.recordsToSkip = recordsToSkip
        self.ledger = ledger
        self.target = target
        state = Mutex(State(records: recordsToSkip, memory: ledger.memory))
    }

    /// Records that the host has taken, those of an earlier reading included.
    var recordsTaken: Int { state.withLock { $0.records } }
    /// What the adapter remembers.
    var memory: [UInt8] { state.withLock { $0.memory } }
    /// Whether anything was sent in this reading.
    var hasSent: Bool { state.withLock { $0.hasSent } }
    /// Whether it was the host that failed, and not the file.
    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    func send(_ batch: RecordBatch, recordsTaken: Int) async throws {
        let file = TakenFile(stamp: stamp, records: recordsTaken, isComplete: false)
        let memory = batch.memory ?? self.memory
        do {
            try await target.send(batch, checkpoint: ledger.checkpoint(noting: name, file, memory: memory))
        } catch {
            state.withLock { $0.hasFailed = true }
            throw error
        }
        state.withLock {
            $0.records = recordsTaken
            $0.memory = memory
            $0.hasSent = true
        }
    }
}
