import IoTTransport
import Pipeline

/// Does what is asked for with dead letters, through the sources' own mappers and the spool: the same with sources that run
/// and without.
struct DeadLetterDesk {
    let spool: Spool
    /// A source's way into the spool, by its id; nil for one that is not configured.
    let sink: @Sendable (String) -> SpoolSink?

    init(spool: Spool, sink: @escaping @Sendable (String) -> SpoolSink?) {
        self.spool = spool
        self.sink = sink
    }

    /// - Parameter sinks: by the id of their source.
    init(spool: Spool, sinks: [String: SpoolSink]) {
        self.init(spool: spool) { sinks[$0] }
    }

    /// Does it all, and answers `request`, if there is one, once that is on disk. Letters are taken a page at a time, each
    /// in a transaction of its own, so it may be cut short at any moment.
    ///
    /// - Throws: `CancellationError`; what the spool says.
    func perform(_ wanted: DeadLetterRequest, answering request: SpoolRequest? = nil) async throws -> DeadLetterAnswer {
        var answer = DeadLetterAnswer()
        var found: Set<Int64> = []
        var after: Int64? = 0
        while let id = after {
            let page = try await spool.deadLetters(
                DeadLetterQuery(wanted.selection, after: id, withBytes: wanted.action == .retry))
            after = page.next
            for letter in page.letters { found.insert(letter.id) }
            switch wanted.action {
            case .drop: try await drop(page.letters, &answer)
            case .retry: try await retry(page.letters, &answer)
            }
        }
        for id in wanted.selection.ids ?? [] where !found.contains(id) { answer.note(id, .missing) }
        var changes = DeadLetterChanges()
        if let request { changes.answers = [.init(id: request.id, text: answer.json)] }
        try await store(changes)
        try await spool.flush(source: Self.name)
        return answer
    }

    /// Answers what nobody here understands, so that it does not stay for ever.
    func refuse(_ request: SpoolRequest) async throws {
        var changes = DeadLetterChanges()
        changes.answers = [.init(id: request.id, text: "{}")]
        try await store(changes)
        try await spool.flush(source: Self.name)
    }

    private func drop(_ letters: [StoredDeadLetter], _ answer: inout DeadLetterAnswer) async throws {
        var changes = DeadLetterChanges()
        changes.dropped = letters.map(\.id)
        try await store(changes)
        for letter in letters { answer.note(letter.id, .dropped) }
    }

    private func retry(_ letters: [StoredDeadLetter], _ answer: inout DeadLetterAnswer) async throws {
        var rest = letters[...]
        // Those of one kind and source that follow one another go together, so that all keep their order.
        while let first = rest.first {
            let group = rest.prefix { $0.source == first.source && ($0.event == nil) == (first.event == nil) }
            rest = rest.dropFirst(group.count)
            let outcomes = try await outcomes(of: Array(group), first)
            for (letter, outcome) in zip(group, outcomes) {
                switch outcome {
                case .queued: answer.note(letter.id, .queued)
                case .duplicate: answer.note(letter.id, .duplicate)
                case .kept(let reason): answer.note(letter.id, .kept, reason: reason)
                }
            }
        }
    }

    private func outcomes(of letters: [StoredDeadLetter], _ first: StoredDeadLetter) async throws -> [RetryOutcome] {
        if first.event != nil { return try await queueAgain(letters, of: first.source) }
        if let sink = sink(first.source) { return try await sink.retry(letters) }
        let reason = "no press file has the id \"\(first.source)\", so nothing tells how to map it"
        var changes = DeadLetterChanges()
        changes.failed = letters.map { .init(id: $0.id, reason: reason) }
        try await store(changes)
        return letters.map { _ in .kept(reason: reason) }
    }

    /// Events that died on their way out, queued again as they are: their bytes never change.
    private func queueAgain(_ letters: [StoredDeadLetter], of source: String) async throws -> [RetryOutcome] {
        var changes = DeadLetterChanges()
        changes.settled = letters.map(\.id)
        var chunks: [EventChunk] = []
        for letter in letters {
            guard let event = letter.event else { continue }
            var builder = ChunkBuilder(topic: event.topic, eventClass: .kept)
            builder.append(size: letter.bytes.count, type: event.typeID) { $0.copyBytes(from: letter.bytes) }
            if let chunk = builder.finish() { chunks.append(chunk) }
        }
        try await spool.append(SpoolAppend(source: source, chunks: chunks, letters: changes))
        return letters.map { _ in .queued }
    }

    private func store(_ changes: DeadLetterChanges) async throws {
        try await spool.append(SpoolAppend(source: Self.name, letters: changes))
    }

    /// What the spool knows these appends by.
    private static let name = "dead-letters"
}
