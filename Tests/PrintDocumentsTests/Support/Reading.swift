import AdapterAPI
import Foundation
import PrintDocuments
import Synchronization
import TestServers

/// What a document gave: its records, what was counted, and the fault that ended it.
struct Reading {
    struct Item: Equatable {
        var subtype: String
        var eventType: String
        var payloadVersion: Int
        var dropsRepeats: Bool
        var asset: String?
        var time: String
        /// Whether the time is the file's own, for want of one in the document.
        var hasFileTime: Bool
        /// The payload with sorted keys, or nil when it is no JSON.
        var payload: String
        var identity: ContentHash
        var line: Int
        var refusal: String?
    }
    var items: [Item] = []
    var counts: [String: Int] = [:]
    var fault: DocumentFault?
    /// What the source is to remember from here on.
    var memory: [UInt8] = []
    /// What came with the records: headers are tested with them.
    var batches: [RecordBatch] = []
    /// Payload bytes of the largest batch.
    var largestBatch = 0

    /// When the files of tests were changed last, in seconds since 1970.
    static let fileTime: Int64 = 1_800_000_000

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
        bytes: [UInt8], name: String = "document.xml", options: PrintDocumentOptions = PrintDocumentOptions(),
        skip: Int = 0, memory: [UInt8] = []
    ) async throws -> Reading {
        let folder = try TemporaryFolder()
        let path = folder.file(name)
        try Data(bytes).write(to: URL(filePath: path))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: Double(fileTime))], ofItemAtPath: path)
        let sink = RecordingSink(recordsToSkip: skip, memory: memory)
        var fault: DocumentFault?
        do {
            try await PrintDocumentReader(options: options).read(Document(path: path), to: sink)
        } catch let error as DocumentFault {
            fault = error
        }
        var reading = sink.reading.withLock { $0 }
        reading.fault = fault
        return reading
    }
}

extension Reading {
    /// Notes a batch.
    mutating func take(_ batch: RecordBatch) {
        largestBatch = max(largestBatch, batch.bytes.count)
        batches.append(batch)
        memory = batch.memory ?? memory
        for record in batch.records {
            let kind = batch.kinds[record.kind]
            items.append(
                Item(
                    subtype: kind.eventSubtype, eventType: kind.eventType, payloadVersion: kind.payloadVersion,
                    dropsRepeats: record.dropsRepeats, asset: record.assetKey.map { batch.assetKeys[$0] },
                    time: record.time.text, hasFileTime: record.time.secondsSince1970 == Self.fileTime,
                    payload: RecordingSink.canonical(
                        Data(batch.bytes[record.payloadStart..<record.payloadEnd])),
                    identity: record.identity, line: record.origin.line,
                    refusal: record.refusal.map { batch.refusals[$0] }))
        }
        for (name, times) in batch.counts { counts[name, default: 0] += times }
    }
}

/// Keeps what a reader sends.
final class RecordingSink: DocumentSink {
    let recordsToSkip: Int
    let reading = Mutex(Reading())

    let memory: [UInt8]

    init(recordsToSkip: Int = 0, memory: [UInt8] = []) {
        self.recordsToSkip = recordsToSkip
        self.memory = memory
        reading.withLock { $0.memory = memory }
    }

    func send(_ batch: RecordBatch, recordsTaken: Int) async throws {
        reading.withLock { $0.take(batch) }
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
