public import AdapterAPI
import HotFolder

/// Lines of text files from a folder, one event each: `adapter: line-log`.
public struct LineLogAdapter: DocumentAdapter {
    public static let kind = "line-log"

    private let folder: HotFolderSettings
    private let eventType: String

    /// Bytes of the longest line that makes an event.
    private static let longestLine = 64 * 1024

    /// Reads the options and does nothing else. Each read names its key, its default and what it is for.
    public init(_ configuration: inout ConfigurationReader) {
        folder = HotFolderSettings(&configuration)
        eventType = configuration.eventType(
            "eventType", help: "type of the events; header v3 allows only its own list")
    }

    /// Whether `convert` without a press file should take this adapter for a file.
    public static func recognises(name: String, head: [UInt8]) -> Bool {
        name.hasSuffix(".line-log")
    }

    /// Takes files from the folder until cancelled.
    public func run(_ context: AdapterContext) async throws {
        try await HotFolder(folder).run(context, adapter: self)
    }

    /// Reads one file. However often it is read, it must give the same records with the same identities.
    public func read(_ document: Document, to sink: any DocumentSink) async throws {
        let hash = try document.contentHash()
        var lines = DocumentLines(document, longest: Self.longestLine)
        var batch = RecordBatch(document: document.name)
        var records = 0
        while let line = try lines.next() {
            if line.bytes.isEmpty { continue }
            records += 1
            // What was taken in an earlier reading is only counted.
            if records <= sink.recordsToSkip { continue }
            append(line, of: document, identity: hash.mixed(with: UInt64(line.number)), to: &batch)
            if batch.isFull {
                try await sink.send(batch, recordsTaken: records)
                batch.removeAll()
            }
        }
        if !batch.isEmpty { try await sink.send(batch, recordsTaken: records) }
    }

    /// Makes a record of a line, or a refused one, which goes to the dead letters.
    private func append(
        _ line: DocumentLines.Line, of document: Document, identity: ContentHash, to batch: inout RecordBatch
    ) {
        let kind = RecordKind(eventType: eventType, eventSubtype: "Line")
        let origin = Record.Origin(line: line.number)
        guard let text = line.text else {
            let reason =
                line.isCut
                ? "line_too_long: the line has more than \(Self.longestLine) bytes"
                : "bad_encoding: the line is no UTF-8"
            line.bytes.withUnsafeBytes {
                batch.appendRefused(kind, original: $0, reason: reason, identity: identity, origin: origin)
            }
            return
        }
        let changed = document.modified
        let time = Timestamp(secondsSince1970: changed.seconds, nanoseconds: changed.nanoseconds)
        batch.append(kind, assetKey: nil, time: time, identity: identity, origin: origin) { writer in
            writer.object { $0.field("text", text) }
        }
    }
}
