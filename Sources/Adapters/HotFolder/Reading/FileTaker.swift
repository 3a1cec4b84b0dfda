import AdapterAPI
import Glibc
import Logging

/// Reads files into the host and moves them away once what was taken is durable.
///
/// The order is what makes a crash harmless: every batch carries a checkpoint that says how much of which file it covers;
/// files move only after a flush; a checkpoint forgets a file only after its move is on disk. So at any moment what is
/// stored tells whether a file that is still there was taken, and how far.
///
/// While the host commits one file's records the next one is read; a group of files waits once, at its end.
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
    private let marker: MarkerTemplate?
    private let onStep: @Sendable (Step) throws -> Void
    private var ledger: Ledger
    /// Verdicts on files that could not be moved away, so that they are not read again for that.
    private var unmoved: [FileName: (stamp: FileStamp, verdict: Verdict)] = [:]
    /// Files that could not be read when they were tried last.
    private var unreadable: Set<FileName> = []
    private var isUnflushed = false
    private var uncountedRefusals = 0
    private(set) var complaints: Complaints
    /// The last thing that went wrong with a file or a move.
    private(set) var lastFault: String?

    init(
        _ context: AdapterContext, _ adapter: any DocumentAdapter, _ settings: HotFolderSettings,
        onStep: @escaping @Sendable (Step) throws -> Void
    ) {
        self.context = context
        self.adapter = adapter
        self.onStep = onStep
        maxFileSize = settings.maxFileSize
        marker = settings.ready == .marker ? settings.marker : nil
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

    /// Whether so many files could not be moved away that no new one may be taken.
    var isFull: Bool { ledger.isFull }

    /// Files that are complete, were tried, and are still here.
    var leftBehind: Int { unmoved.count + unreadable.count }

    /// Whether this very state of a file was taken before, wholly or partly.
    func knows(_ name: FileName, _ stamp: FileStamp) -> Bool { ledger.taken(name, stamp) != nil }

    /// Drops what is remembered of files that are no longer there.
    func prune(keeping isPresent: (FileName) -> Bool) {
        ledger.prune(keeping: isPresent)
        complaints.prune(keeping: isPresent)
        if !unmoved.isEmpty { unmoved = unmoved.filter { isPresent($0.key) } }
        if !unreadable.isEmpty { unreadable = unreadable.filter(isPresent) }
    }

    func complain(_ name: FileName, _ text: String) {
        lastFault = text
        complaints.say(name, text)
    }

    /// Reads one file, as far as it was not read before.
    func take(_ file: Readiness.File, in folder: OpenFolder) async throws -> Taking {
        context.activity(.working(on: folder.path(of: file.name)))
        unreadable.remove(file.name)
        if let before = unmoved[file.name], before.stamp == file.stamp { return .finished(before.verdict) }
        if file.stamp.size == 0 { return refuse(file, "\(file.name): empty file", records: 0) }
        if file.stamp.size > maxFileSize {
            return refuse(file, "\(file.name): larger than maxFileSize (\(maxFileSize) bytes)", records: 0)
        }
        let before = ledger.taken(file.name, file.stamp)
        if let before, before.isComplete { return .finished(.done) }
        let document: Document
        do {
            document = try folder.document(file.name) { [activity = context.activity] in activity(.advanced) }
        } catch {
            if error.code != ENOENT { unreadable(file.name, error) }
            return .left
        }
        guard FileStamp(document) == file.stamp else { return .changed(FileStamp(document)) }
        let sink = FileSink(file, recordsToSkip: before?.records ?? 0, ledger: ledger, target: context.sink)
        return try await read(document, file, sink)
    }

    private func read(_ document: Document, _ file: Readiness.File, _ sink: FileSink) async throws -> Taking {
        defer {
            isUnflushed = isUnflushed || sink.hasSent
            ledger.note(memory: sink.memory)
        }
        do {
            try await adapter.read(document, to: sink)
        } catch let fault as DocumentFault where !sink.hasFailed {
            return refuse(file, "\(file.name):\(fault.placeAndReason)", records: sink.recordsTaken)
        } catch let fault as FileFault where !sink.hasFailed {
            if sink.recordsTaken > 0 { note(file, records: sink.recordsTaken, isComplete: false) }
            unreadable(file.name, fault)
            return .left
        }
        note(file, records: sink.recordsTaken, isComplete: true)
        context.logger.debug("\(document.path): \(sink.recordsTaken) records", metadata: ["file": "\(document.name)"])
        return .finished(.done)
    }

    private func unreadable(_ name: FileName, _ fault: FileFault) {
        unreadable.insert(name)
        complain(name, "\(fault); it is tried again")
    }

    private func note(_ file: Readiness.File, records: Int, isComplete: Bool) {
        ledger.note(file.name, TakenFile(stamp: file.stamp, records: records, isComplete: isComplete))
    }

    private func refuse(_ file: Readiness.File, _ reason: String, records: Int) -> Taking {
        uncountedRefusals += 1
        note(file, records: records, isComplete: false)
        return .finished(.refused("\(reason)\n\(records) records were taken.\n"))
    }

    /// Makes what was taken durable, then moves the files.
    /// - Returns: Files that were written to after they had been read.
    func finish(
        _ files: [(file: Readiness.File, verdict: Verdict)], in folder: OpenFolder
    ) async throws -> [Readiness.File] {
        // With markers all must be noted first, since what remains without its marker is only known by the ledger.
        if isUnflushed || uncountedRefusals > 0 || (marker != nil && !files.isEmpty) { try await flush() }
        guard !files.isEmpty else { return [] }
        let name = files.count == 1 ? files[0].file.name : .root
        context.activity(.working(on: "moving files away from \(folder.path(of: name))"))
        let mover = FileMover(folder, marker: marker, onStep: onStep)
        var settled: [FileName] = []
        var changed: [Readiness.File] = []
        for (file, verdict) in files {
            do {
                if case .changed(let stamp) = try move(file, verdict, mover, folder) {
                    changed.append(Readiness.File(name: file.name, stamp: stamp))
                }
                settled.append(file.name)
                unmoved[file.name] = nil
                context.activity(.advanced)
            } catch let fault as FileFault {
                unmoved[file.name] = (file.stamp, verdict)
                complain(file.name, "\(fault); it is tried again")
            }
        }
        do {
            let left = try mover.finish()
            for (file, fault) in left { complain(file.name, "\(fault); it is tried again") }
            let names = Set(left.map(\.file.name))
            ledger.forget(names.isEmpty ? settled : settled.filter { !names.contains($0) })
        } catch let fault as FileFault {
            lastFault = "\(fault)"
            context.logger.warning("\(fault)")
        }
        return changed
    }

    private func flush() async throws {
        var batch = RecordBatch()
        if uncountedRefusals > 0 { batch.count(RecordBatch.refusedDocuments, uncountedRefusals) }
        try onStep(.beforeFlush)
        try await context.sink.send(batch, checkpoint: ledger.checkpoint)
        uncountedRefusals = 0
        try await context.sink.flush()
        isUnflushed = false
        try onStep(.afterFlush)
    }

    private func move(
        _ file: Readiness.File, _ verdict: Verdict, _ mover: FileMover, _ folder: OpenFolder
    ) throws -> FileMover.Outcome {
        let outcome = try mover.move(file, verdict)
        switch outcome {
        case .moved:
            complaints.forget(file.name)
            if case .refused(let reason) = verdict {
                let line = reason.split(separator: "\n").joined(separator: "; ")
                lastFault = line
                context.logger.warning(
                    "moved to \(folder.error.path): \(line)", metadata: ["file": "\(file.name)"])
            }
        case .gone: context.logger.debug("\(folder.path(of: file.name)) is gone or replaced; nothing was moved")
        case .changed:
            complain(
                file.name,
                "\(folder.path(of: file.name)) was written to after it had been read; it is read again as a whole")
        }
        return outcome
    }

    /// Deals with what a crash left under names of removal, and with markers of files that are gone.
    func tidy(_ leftovers: [FileName], in folder: OpenFolder) {
        let mover = FileMover(folder, marker: marker, onStep: onStep)
        for leftover in leftovers {
            let name = Leftover.original(of: leftover)
            do throws(FileFault) {
                try mover.settle(leftover: leftover, of: name) { self.knows(name, $0) }
            } catch {
                complain(leftover, "\(error); it is tried again")
            }
        }
    }
}

extension DocumentFault {
    /// `line:column: reason`, or ` reason` when the fault has no place.
    fileprivate var placeAndReason: String { line == 0 ? " \(description)" : description }
}
