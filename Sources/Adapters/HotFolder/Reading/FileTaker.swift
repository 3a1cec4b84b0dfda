import AdapterAPI
import Glibc
import Logging

/// Reads files into the host and moves them away once what was taken is durable.
///
/// The order is what makes a crash harmless: every batch carries a checkpoint that says how much of which file it covers;
/// files move only after a flush; a checkpoint forgets a file only after its move is on disk. So at any moment what is
/// stored tells whether a file that is still there was taken, and how far.
final class FileTaker {
    enum Taking {
        /// It was dealt with and may leave the folder after the next flush.
        case finished(Verdict)
        /// It changed since it was found ready.
        case changed(FileStamp)
        /// It could not be read now, and is found again by a scan; or it is gone.
        case left
    }

    private let context: AdapterContext
    private let adapter: any DocumentAdapter
    private let maxFileSize: Int
    private let onStep: @Sendable (Step) throws -> Void
    private var ledger: Ledger
    private var isUnflushed = false
    private(set) var complaints: Complaints

    init(
        _ context: AdapterContext, _ adapter: any DocumentAdapter, maxFileSize: Int,
        onStep: @escaping @Sendable (Step) throws -> Void
    ) {
        self.context = context
        self.adapter = adapter
        self.maxFileSize = maxFileSize
        self.onStep = onStep
        complaints = Complaints(context.logger)
        ledger = Ledger()
        guard let checkpoint = context.checkpoint else { return }
        if let stored = Ledger(checkpoint) {
            ledger = stored
        } else {
            // Reading what is there again is harmless, since the records keep their identities.
            context.logger.warning("the stored checkpoint is none of a hot folder; all files are read from their start")
        }
    }

    /// Whether so many files could not be moved away that no more may be taken.
    var isFull: Bool { ledger.isFull }

    /// Whether this very state of a file was taken before, wholly or partly.
    func knows(_ file: Readiness.File) -> Bool { ledger.taken(file.name, file.stamp) != nil }

    /// Drops what is remembered of files that are no longer there.
    func prune(keeping isPresent: (FileName) -> Bool) {
        ledger.prune(keeping: isPresent)
        complaints.prune(keeping: isPresent)
    }

    func complain(_ name: FileName, _ text: String) {
        complaints.say(name, text)
    }

    /// Reads one file, as far as it was not read before.
    func take(_ file: Readiness.File, in folder: OpenFolder) async throws -> Taking {
        let path = folder.path(of: file.name)
        if file.stamp.size == 0 { return refuse(path, "\(file.name): empty file", records: 0) }
        if file.stamp.size > maxFileSize {
            return refuse(path, "\(file.name): larger than maxFileSize (\(maxFileSize) bytes)", records: 0)
        }
        let before = ledger.taken(file.name, file.stamp)
        if let before, before.isComplete { return .finished(.done) }
        let document: Document
        do {
            document = try folder.document(file.name)
        } catch {
            if error.code != ENOENT { complain(file.name, "\(error); it is tried again") }
            return .left
        }
        guard FileStamp(document) == file.stamp else { return .changed(FileStamp(document)) }
        let sink = FileSink(
            file, recordsToSkip: before?.records ?? 0, ledger: ledger, target: context.sink)
        return try await read(document, file, sink)
    }

    private func read(_ document: Document, _ file: Readiness.File, _ sink: FileSink) async throws -> Taking {
        defer { isUnflushed = isUnflushed || sink.hasSent }
        do {
            try await adapter.read(document, to: sink)
        } catch let fault as DocumentFault where !sink.hasFailed {
            note(file, sink, isComplete: false)
            return refuse(document.path, "\(file.name):\(fault.placeAndReason)", records: sink.recordsTaken)
        } catch let fault as FileFault where !sink.hasFailed {
            note(file, sink, isComplete: false)
            complain(file.name, "\(fault); it is tried again")
            return .left
        }
        note(file, sink, isComplete: true)
        context.logger.debug("\(document.path): \(sink.recordsTaken) records")
        return .finished(.done)
    }

    private func note(_ file: Readiness.File, _ sink: FileSink, isComplete: Bool) {
        guard sink.recordsTaken > 0 || isComplete else { return }
        ledger.note(file.name, TakenFile(stamp: file.stamp, records: sink.recordsTaken, isComplete: isComplete))
    }

    private func refuse(_ path: String, _ reason: String, records: Int) -> Taking {
        .finished(.refused("\(reason)\n\(records) records were taken.\n"))
    }

    /// Makes what was taken durable, then moves the files.
    /// - Returns: Files that were written to after they had been read.
    func finish(_ files: [(file: Readiness.File, verdict: Verdict)], in folder: OpenFolder) async throws -> [Readiness
        .File]
    {
        var batch = RecordBatch()
        let refused = files.count { if case .refused = $0.verdict { true } else { false } }
        if refused > 0 { batch.count(RecordBatch.refusedDocuments, refused) }
        if isUnflushed || refused > 0 {
            try onStep(.beforeFlush)
            try await context.sink.send(batch, checkpoint: ledger.checkpoint)
            try await context.sink.flush()
            isUnflushed = false
            try onStep(.afterFlush)
        }
        guard !files.isEmpty else { return [] }
        let mover = FileMover(folder: folder, onStep: onStep)
        var settled: [FileName] = []
        var changed: [Readiness.File] = []
        for (file, verdict) in files {
            do {
                if case .changed(let stamp) = try move(file, verdict, mover) {
                    changed.append(Readiness.File(name: file.name, stamp: stamp))
                }
                settled.append(file.name)
            } catch let fault as FileFault {
                complain(file.name, "\(fault); it is tried again")
            }
        }
        do {
            try mover.sync()
        } catch let fault as FileFault {
            context.logger.warning("\(fault)")
            return changed
        }
        for name in settled { ledger.forget(name) }
        return changed
    }

    private func move(_ file: Readiness.File, _ verdict: Verdict, _ mover: FileMover) throws -> FileMover.Outcome {
        let outcome = try mover.move(file, verdict)
        let path = mover.folder.path(of: file.name)
        switch outcome {
        case .moved:
            complaints.forget(file.name)
            if case .refused(let reason) = verdict {
                let line = reason.split(separator: "\n").joined(separator: "; ")
                context.logger.warning("moved to \(mover.folder.path)/error/: \(line)")
            }
        case .gone: context.logger.debug("\(path) is gone or replaced; nothing was moved")
        case .changed:
            context.logger.warning("\(path) was written to after it had been read; it is read again as a whole")
        }
        return outcome
    }
}

extension DocumentFault {
    /// `line:column: reason`, or ` reason` when the fault has no place.
    fileprivate var placeAndReason: String { line == 0 ? " \(description)" : description }
}
