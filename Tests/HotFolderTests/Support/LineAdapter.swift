import AdapterAPI
import HotFolder

/// One record a line, two a batch; a line `fault` refuses the document.
struct LineAdapter: DocumentAdapter {
    static let kind = "lines"

    var settings: HotFolderSettings
    /// Called with the document's name and the number of records, before each batch is sent.
    var onBatch: @Sendable (Document, Int) throws -> Void = { _, _ in }

    init(_ configuration: inout ConfigurationReader) throws {
        settings = HotFolderSettings(&configuration)
    }

    init(_ settings: HotFolderSettings) {
        self.settings = settings
    }

    static func recognises(name: String, head: [UInt8]) -> Bool { true }

    func run(_ context: AdapterContext) async throws {
        try await HotFolder(settings).run(context, adapter: self)
    }

    func read(_ document: Document, to sink: any DocumentSink) async throws {
        var bytes = [UInt8](repeating: 0, count: Int(document.size))
        _ = try bytes.withUnsafeMutableBytes { try document.read(into: $0, at: 0) }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        var batch = RecordBatch(document: document.name)
        var taken = 0
        for line in lines where line != "fault" {
            taken += 1
            if taken > sink.recordsToSkip { append("\(document.name):\(line)", taken, to: &batch) }
            if batch.records.count == 2 || line == lines.last { try await send(&batch, document, taken, sink) }
        }
        try await send(&batch, document, taken, sink)
        if lines.contains("fault") { throw DocumentFault(line: lines.count, column: 1, reason: "a fault") }
    }

    private func append(_ text: String, _ row: Int, to batch: inout RecordBatch) {
        let kind = batch.index(of: RecordKind(eventType: "line", eventSubtype: "Line"))
        Array(text.utf8).withUnsafeBytes { bytes in
            batch.append(
                payload: bytes, kind: kind, assetKey: nil, time: Timestamp(secondsSince1970: 0),
                identity: ContentHash(of: text), origin: Record.Origin(line: row))
        }
    }

    private func send(
        _ batch: inout RecordBatch, _ document: Document, _ taken: Int, _ sink: any DocumentSink
    ) async throws {
        guard !batch.isEmpty else { return }
        try onBatch(document, taken)
        try await sink.send(batch, recordsTaken: taken)
        batch.removeAll()
    }
}
