import AdapterAPI
import Foundation
import PrintDocuments
import Synchronization

/// What a document gave: its records, what was counted, and the fault that ended it.
struct Reading {
    struct Item: Equatable {
        var subtype: String
        var eventType: String
        var asset: String?
        var time: String
        /// The payload with sorted keys, or nil when it is no JSON.
        var payload: String
        var identity: ContentHash
        var line: Int
        var refusal: String?
    }
    var items: [Item] = []
    var counts: [String: Int] = [:]
    var fault: DocumentFault?
    /// Payload bytes of the largest batch.
    var largestBatch = 0

    var payloads: [String] { items.map(\.payload) }
    var subtypes: [String] { items.map(\.subtype) }

    /// Reads a document from a text.
    static func of(
        _ xml: String, options: PrintDocumentOptions = PrintDocumentOptions(), skip: Int = 0
    ) async throws -> Reading {
        try await of(bytes: Array(xml.utf8), options: options, skip: skip)
    }

    /// Reads a document from bytes.
    static func of(
        bytes: [UInt8], options: PrintDocumentOptions = PrintDocumentOptions(), skip: Int = 0
    ) async throws -> Reading {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("document-\(UUID().uuidString).xml")
        try Data(bytes).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_800_000_000)], ofItemAtPath: path.path)
        let sink = RecordingSink(recordsToSkip: skip)
        var fault: DocumentFault?
        do {
            try await PrintDocumentReader(options: options).read(Document(path: path.path), to: sink)
        } catch let error as DocumentFault {
            fault = error
        }
        var reading = sink.reading.withLock { $0 }
        reading.fault = fault
        return reading
    }
}

/// Keeps what a reader sends.
final class RecordingSink: DocumentSink {
    let recordsToSkip: Int
    let reading = Mutex(Reading())

    init(recordsToSkip: Int) {
        self.recordsToSkip = recordsToSkip
    }

    func send(_ batch: RecordBatch, recordsTaken: Int) async throws {
        reading.withLock { reading in
            reading.largestBatch = max(reading.largestBatch, batch.bytes.count)
            for record in batch.records {
                let bytes = Data(batch.bytes[record.payloadStart..<record.payloadEnd])
                reading.items.append(
                    Reading.Item(
                        subtype: batch.kinds[record.kind].eventSubtype, eventType: batch.kinds[record.kind].eventType,
                        asset: record.assetKey.map { batch.assetKeys[$0] }, time: record.time.text,
                        payload: Self.canonical(bytes), identity: record.identity, line: record.origin.line,
                        refusal: record.refusal.map { batch.refusals[$0] }))
            }
            for (name, times) in batch.counts { reading.counts[name, default: 0] += times }
        }
    }

    /// JSON with keys sorted by their code points; what is no JSON is given back marked as such.
    static func canonical(_ data: Data) -> String {
        guard let value = try? JSONSerialization.jsonObject(with: data) else {
            return "NOT JSON: " + String(decoding: data, as: UTF8.self)
        }
        return canonical(value)
    }

    private static func canonical(_ value: Any) -> String {
        switch value {
        case let object as [String: Any]:
            let members = object.sorted { $0.key < $1.key }.map { "\(canonical($0.key)):\(canonical($0.value))" }
            return "{\(members.joined(separator: ","))}"
        case let list as [Any]:
            return "[\(list.map { canonical($0) }.joined(separator: ","))]"
        case let text as String:
            var writer = PayloadWriter()
            writer.string(text)
            return String(decoding: writer.bytes, as: UTF8.self)
        default:
            return "\(value)"
        }
    }
}
