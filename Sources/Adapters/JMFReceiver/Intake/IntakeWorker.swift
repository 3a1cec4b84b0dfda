import AdapterAPI
import PrintDocuments

/// Converts bodies on the source's thread and stores them, several with one flush.
struct IntakeWorker {
    let intake: Intake
    let reader: PrintDocumentReader
    /// Bytes that may come out of a packed body.
    let largestBody: Int
    let context: AdapterContext

    /// Bytes of a refused body that are kept.
    static let keptOfRefused = 1 << 20
    /// How much larger than the largest body its records may be: each repeats its root's attributes.
    private static let growth = 4

    /// Works until cancelled, or until the host or the listener fails. Whoever still waits then is told to try again.
    func run() async throws {
        defer { intake.end(CancellationError()) }
        var memory = context.checkpoint?.bytes ?? []
        while true {
            context.activity(.idle)
            let group = try await intake.next()
            context.activity(.working(on: Self.words(group)))
            do {
                try await store(group, &memory)
            } catch {
                for submission in group { submission.settle(.unavailable("the host cannot store it now")) }
                throw error
            }
        }
    }

    private static func words(_ group: [Submission]) -> String {
        guard let first = group.first else { return "" }
        let more = group.count > 1 ? " and \(group.count - 1) more" : ""
        return "a body of \(first.body.count) bytes from \(first.name)\(more)"
    }

    /// Each body is one batch, so it is in one transaction, whole or not at all; the memory of counters goes with it as the
    /// source's checkpoint.
    private func store(_ group: [Submission], _ memory: inout [UInt8]) async throws {
        var sent: [(Submission, Outcome)] = []
        var needsFlush = false
        for submission in group where !submission.isSettled {
            let (batch, outcome) = read(submission, memory)
            // Its sender may have been told to try again meanwhile. If that happens later it is stored all the same:
            // the repeat then has the same ids.
            if submission.isSettled { continue }
            if !batch.isEmpty {
                try await context.sink.send(batch, checkpoint: batch.memory.map { Checkpoint($0) })
                memory = batch.memory ?? memory
                needsFlush = true
            }
            sent.append((submission, outcome))
        }
        if needsFlush { try await context.sink.flush() }
        for (submission, outcome) in sent { submission.settle(outcome) }
    }

    private func read(_ submission: Submission, _ memory: [UInt8]) -> (RecordBatch, Outcome) {
        if case .note(let reason) = submission.purpose {
            let fault = DocumentFault(reason: reason)
            return (refusal(of: submission, fault, code: "body_too_large"), .unavailable(reason))
        }
        let reading = reader.convert(
            body: submission.body, name: submission.name, contentType: submission.contentType,
            received: submission.received, memory: memory, largestUnpacked: largestBody,
            largestBatch: Self.growth * largestBody)
        guard let fault = reading.fault else { return (reading.batch, .taken(reading.messages, reading.root)) }
        return (refusal(of: submission, fault, code: "bad_document"), .refused(fault, reading.root))
    }

    /// A batch that holds only the body itself, for the dead letters.
    private func refusal(of submission: Submission, _ fault: DocumentFault, code: String) -> RecordBatch {
        var batch = RecordBatch(document: submission.name)
        let isCut = submission.body.count > Self.keptOfRefused
        let cut = isCut ? "; only its first \(Self.keptOfRefused) of \(submission.body.count) bytes are kept" : ""
        submission.body.withUnsafeBytes { bytes in
            batch.appendRefused(
                RecordKind(eventType: "document", eventSubtype: "Refused"),
                original: UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.keptOfRefused)),
                reason: "\(code): \(fault)\(cut)", identity: ContentHash(of: bytes),
                origin: Record.Origin(line: fault.line, column: fault.column))
        }
        batch.count(RecordBatch.refusedDocuments)
        return batch
    }
}
