import AdapterAPI
import Logging

/// Reads growing files into the host: each batch goes with a checkpoint that says how far it reaches.
///
/// After each reading and before anything is sent, the file is asked whether it still holds what was read before: so bytes
/// of a content that takes the place of another are never taken for its continuation.
final class TailTaker {
    private let context: AdapterContext
    private let adapter: any GrowingFileAdapter
    private(set) var ledger = TailLedger()
    private var complaints: Complaints
    private(set) var lastFault: String?
    /// Whether the ledger holds what no batch has carried yet.
    private var hasAdopted = false

    init(_ context: AdapterContext, _ adapter: any GrowingFileAdapter) {
        self.context = context
        self.adapter = adapter
        complaints = Complaints(context.logger)
        guard let checkpoint = context.checkpoint else { return }
        if let stored = TailLedger(checkpoint) {
            ledger = stored
        } else {
            context.logger.warning("the stored checkpoint is none of mode: tail; all files are read from their start")
        }
    }

    func complain(_ name: FileName, _ text: String) {
        lastFault = text
        complaints.say(name, text)
    }

    func prune(keeping isPresent: (FileKey) -> Bool) { ledger.prune(keeping: isPresent) }

    /// Whether what was read of a known file is no longer in it: it was truncated, or written over.
    func isOverwritten(_ file: TailedFile) throws -> Bool {
        guard let entry = ledger[file.key] else { return false }
        return try !entry.position.isHeld(by: file.document)
    }

    /// What was read of a file is no longer in it: it begins anew.
    func restart(_ file: TailedFile) {
        if ledger[file.key] != nil {
            context.logger.notice("\(file.document.path) was truncated or written over; it is read from its start")
        }
        ledger.retire(file.key)
        file.restart()
    }

    /// Takes a file that nothing was read of for another, if it begins with all that was read of that one: a copy, or one
    /// that took its place. Its further records are those of the other.
    ///
    /// - Parameter isThere: whether a file still is in the folder. A copy of one that is there is a file of its own: its last
    ///   line may be half of one that the other has as a whole.
    func adopt(_ file: TailedFile, isThere: (FileKey) -> Bool) throws -> TailEntry? {
        guard ledger[file.key] == nil, let name = file.name else { return nil }
        for entry in ledger.entries.reversed() where entry.position.offset <= file.stamp.size {
            guard try entry.position.isHeld(by: file.document) else { continue }
            var adopted = entry
            adopted.key = file.key
            if entry.name != name, isThere(entry.key) { adopted.name = name }
            ledger.note(adopted)
            hasAdopted = true
            context.logger.info("\(name) begins with all that was read of \(entry.name), and is read from there on")
            return entry
        }
        return nil
    }

    /// Reads all records that are there.
    /// - Returns: false when the file was found to hold another content than the one that was read.
    func take(_ file: TailedFile, isFinal: Bool) async throws -> Bool {
        let stamp = file.stamp
        if ledger[file.key] == nil, ledger.isFull {
            complain(.root, "more than \(TailLedger.limit) files are followed; the others wait")
            return true
        }
        do {
            if file.reading == nil { file.use(reading(of: file)) }
            while let batch = try file.reading?.fill(isFinal: isFinal) {
                guard try await send(batch, of: file) else { return false }
                try Task.checkCancellation()
            }
        } catch let fault as DocumentFault {
            file.restart()
            complain(file.name ?? .root, "\(file.document.path):\(fault); nothing more of it is read until it changes")
        }
        file.read(in: stamp, isFinal: isFinal)
        return true
    }

    private func reading(of file: TailedFile) -> any GrowingReading {
        adapter.reading(of: file.document, at: ledger[file.key]?.position, clock: context.clock)
    }

    private func send(_ batch: GrowingBatch, of file: TailedFile) async throws -> Bool {
        let before = ledger[file.key]
        guard try (before?.position ?? batch.position).isHeld(by: file.document) else { return false }
        let entry = TailEntry(
            key: file.key, name: before?.name ?? file.name ?? .root, position: batch.position)
        do {
            try await context.sink.send(batch.records, checkpoint: ledger.checkpoint(noting: entry))
        } catch {
            // The batch is not stored: the reading must not go on behind it.
            file.restart()
            throw error
        }
        ledger.note(entry)
        hasAdopted = false
        return true
    }

    /// Stores which files were taken for others, if no batch has done so.
    func storeAdoptions() async throws {
        guard hasAdopted else { return }
        try await context.sink.send(RecordBatch(), checkpoint: ledger.checkpoint())
        hasAdopted = false
    }
}
