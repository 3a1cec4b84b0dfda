public import AdapterAPI

/// Reads print documents into records: XML of any size, packed with gzip or in a MIME package, a slice at a time.
public struct PrintDocumentReader: Sendable {
    public let options: PrintDocumentOptions

    public init(options: PrintDocumentOptions) {
        self.options = options
    }

    /// Whether a file looks like a print document or a package of them, by its name and its first bytes.
    public static func recognises(name: String, head: [UInt8]) -> Bool {
        let lower = name.lowercased()
        if [".xml", ".jdf", ".jmf", ".xjdf", ".xjmf"].contains(where: lower.hasSuffix) { return true }
        return PackageKind.detect(name: name, head: head) != .unknown
    }

    /// Reads one file and sends its records in document order.
    ///
    /// - Throws: ``DocumentFault`` with line and column when the document or a part of it is refused; records before the
    ///   fault, and those of other parts, were sent. `FileFault` when reading fails, and whatever the sink throws.
    public func read(_ document: Document, to sink: any DocumentSink) async throws {
        guard document.size > 0 else { throw DocumentFault(line: 1, column: 1, reason: "the file is empty") }
        let modified = Timestamp(
            secondsSince1970: document.modified.seconds, nanoseconds: document.modified.nanoseconds, zone: options.zone)
        var options = options
        options.explains = sink.wantsExplanations
        let feed = DocumentFeed(
            try Package.open(DocumentSource(document), name: document.name), options: options,
            origin: DocumentOrigin(
                name: document.name, identity: DocumentIdentity { try document.contentHash() },
                fallbackTime: modified,
                recordsToSkip: sink.recordsToSkip, counters: CounterMemory(sink.memory)))
        var batch = RecordBatch(document: document.name)
        while try await send(&batch, of: feed, to: sink) {}
    }

    /// Sends the next records of a feed. Returns whether there are more.
    private func send(_ batch: inout RecordBatch, of feed: DocumentFeed, to sink: any DocumentSink) async throws -> Bool
    {
        let next = Result { try feed.fill(&batch) }
        if case .failure(let failure) = next, !(failure is DocumentFault) { throw failure }
        if !batch.isEmpty { try await sink.send(batch, recordsTaken: feed.recordsTaken) }
        batch.removeAll()
        return try next.get()
    }

    /// Converts a body in memory: XML, gzip or a MIME package. Whether to take it whole or not at all is for the caller
    /// to say, by looking at the fault.
    ///
    /// - Parameters:
    ///   - name: What messages and dead letters call the body.
    ///   - contentType: The value of that HTTP header, where a package's boundary stands.
    ///   - received: The time of records that give none.
    ///   - memory: What ``BodyReading/batch`` carried as its memory last, for the counters of earlier bodies.
    ///   - largestUnpacked: Bytes that may come out of a packed body.
    ///   - largestBatch: Bytes of records, about, that it may make.
    public func convert(
        body: [UInt8], name: String, contentType: String?, received: Timestamp, memory: [UInt8] = [],
        largestUnpacked: Int = 64 << 20, largestBatch: Int = 256 << 20
    ) -> BodyReading {
        var options = options
        options.collectsMessages = true
        var reading = BodyReading(batch: RecordBatch(document: name))
        do {
            guard !body.isEmpty else { throw DocumentFault(line: 1, column: 1, reason: "the body is empty") }
            let identity = DocumentIdentity { body.withUnsafeBytes { ContentHash(of: $0) } }
            var limits = PackageLimits()
            limits.unpacked = Int64(largestUnpacked)
            let package = try Package.open(MemorySource(body), name: name, contentType: contentType, limits: limits)
            let feed = DocumentFeed(
                package, options: options,
                origin: DocumentOrigin(
                    name: name, identity: identity, fallbackTime: received, counters: CounterMemory(memory)),
                holding: DocumentFeed.Holding(bytes: largestBatch, messages: Self.messagesInBody))
            let end = Result { try feed.fill(&reading.batch, all: true) }
            reading.messages = feed.messages.messages
            reading.root = feed.messages.root
            _ = try end.get()
        } catch let fault as DocumentFault {
            reading.fault = fault
        } catch {
            reading.fault = DocumentFault(reason: "\(error)")
        }
        return reading
    }

    /// Messages of one body, at most: each is answered.
    private static let messagesInBody = 1_000_000
}
