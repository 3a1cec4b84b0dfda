public import AdapterAPI
import HotFolder

/// Lines of key=value pairs from files in a folder, one event each: `adapter: key-value`.
public struct KeyValueAdapter: DocumentAdapter {
    public static let kind = "key-value"

    private let folder: HotFolderSettings
    private let kind: RecordKind
    private let machineKey: String
    private let timeKey: String
    private let zone: ZoneRules

    /// Bytes of the longest line that makes an event.
    private static let longestLine = 64 * 1024

    /// Reads the options and does nothing else. Each read names its key, its default and what it is for.
    public init(_ configuration: inout ConfigurationReader) {
        folder = HotFolderSettings(&configuration)
        kind = RecordKind(
            eventType: configuration.eventType(
                "eventType", help: "type of the events; header v3 allows only its own list"),
            eventSubtype: configuration.eventSubtype("eventSubtype", default: "Line", help: "subtype of the events"))
        machineKey = configuration.string(
            "machineKey", default: "machine", help: "the key whose value says which machine a line is about")
        timeKey = configuration.string("timeKey", default: "time", help: "the key whose value says when it happened")
        zone = configuration.timeZone("zone", help: "zone of times without an offset")
    }

    /// Whether `convert` without a press file should take this adapter for a file.
    public static func recognises(name: String, head: [UInt8]) -> Bool {
        name.hasSuffix(".kv")
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
            // Empty lines and comments are no records.
            if line.bytes.isEmpty || line.bytes.first == UInt8(ascii: "#") { continue }
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
        do throws(KeyValueLine.Fault) {
            let pairs = try self.pairs(of: line)
            batch.append(
                kind, assetKey: pairs[machineKey], time: time(of: pairs, document, &batch), identity: identity,
                origin: Record.Origin(line: line.number)
            ) { writer in
                writer.object { writer in
                    for (key, value) in pairs.pairs { writer.field(key, value) }
                }
            }
        } catch {
            line.bytes.withUnsafeBytes {
                batch.appendRefused(
                    kind, original: $0, reason: error.reason, identity: identity,
                    origin: Record.Origin(line: line.number, column: error.column))
            }
        }
    }

    private func pairs(of line: DocumentLines.Line) throws(KeyValueLine.Fault) -> KeyValueLine {
        if line.isCut {
            throw KeyValueLine.Fault(
                column: 0, reason: "line_too_long: the line has more than \(Self.longestLine) bytes")
        }
        guard let text = line.text else {
            throw KeyValueLine.Fault(column: 0, reason: "bad_encoding: the line is no UTF-8")
        }
        return try KeyValueLine(text)
    }

    /// The line's own time; where it has none, the file's, which is counted.
    private func time(of pairs: KeyValueLine, _ document: Document, _ batch: inout RecordBatch) -> Timestamp {
        if let text = pairs[timeKey], let time = Timestamp(text, zone: zone) { return time }
        batch.count("timestamp_fallback")
        return Timestamp(secondsSince1970: document.modified.seconds, nanoseconds: document.modified.nanoseconds)
    }
}
