public import AdapterAPI

/// Reads print documents: XML of any size, a slice at a time, into records.
public struct PrintDocumentReader: Sendable {
    public let options: PrintDocumentOptions

    public init(options: PrintDocumentOptions) {
        self.options = options
    }

    /// Reads one document and sends its records in document order.
    ///
    /// - Throws: ``DocumentFault`` with line and column when the document is refused; records before the fault were sent.
    ///   `FileFault` when reading fails, and whatever the sink throws.
    public func read(_ document: Document, to sink: any DocumentSink) async throws {
        guard document.size > 0 else { throw DocumentFault(line: 1, column: 1, reason: "the file is empty") }
        let identity = try document.contentHash()
        let modified = Timestamp(
            secondsSince1970: document.modified.seconds, nanoseconds: document.modified.nanoseconds, zone: options.zone)
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(min(document.size, 64 * 1024)), alignment: 16)
        defer { buffer.deallocate() }

        let headLength = try document.read(
            into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(XMLPushParser.encodingProbe)), at: 0)
        let converter = DocumentConverter(
            options: options,
            origin: DocumentOrigin(
                name: document.name, identity: identity, fallbackTime: modified, recordsToSkip: sink.recordsToSkip,
                memory: sink.memory))
        let head = UnsafeRawBufferPointer(rebasing: buffer.prefix(headLength))
        guard var parser = XMLPushParser(converter, head: head) else {
            throw FileFault(path: document.path, action: "parse", text: "out of memory")
        }
        var offset = Int64(headLength)
        var batch = RecordBatch(document: document.name)
        while parser.fault == nil {
            let got = try document.read(into: buffer, at: offset)
            if got == 0 { break }
            offset += Int64(got)
            var fed = 0
            while fed < got, parser.fault == nil {
                let end = min(got, fed + parser.sliceSize)
                parser.feed(UnsafeRawBufferPointer(rebasing: buffer[fed..<end]))
                fed = end
                if parser.isBatchFull {
                    parser.exchange(&batch)
                    try await sink.send(batch, recordsTaken: parser.recordsTaken)
                    batch.removeAll()
                }
            }
        }
        parser.finish()
        parser.exchange(&batch)
        if !batch.isEmpty { try await sink.send(batch, recordsTaken: parser.recordsTaken) }
        if let fault = parser.fault { throw fault }
    }
}
