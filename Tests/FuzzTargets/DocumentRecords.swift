import AdapterAPI
import Foundation
import Synchronization

/// What an adapter makes of a document.
struct DocumentRecords: Sendable {
    var identities: [ContentHash] = []
    /// The first payload that is no JSON object.
    var badPayload: String?
    var taken = 0
    /// The words of what ended the reading.
    var fault: String?

    /// Reads the input as a file; nil when it cannot be made one.
    static func read(
        _ input: [UInt8], skip: Int = 0, _ read: (Document, any DocumentSink) async throws -> Void
    ) async -> DocumentRecords? {
        guard let document = InputDocument.of(input) else { return nil }
        let sink = Sink(recordsToSkip: skip)
        do {
            try await read(document, sink)
        } catch {
            sink.records.withLock { $0.fault = "\(error)" }
        }
        return sink.records.withLock { $0 }
    }

    /// What is wrong with a reading, compared with one that goes on from the middle of it.
    static func findings(
        _ input: [UInt8], _ read: (Document, any DocumentSink) async throws -> Void
    ) async -> [String] {
        guard let whole = await DocumentRecords.read(input, read) else { return ["the input cannot be made a file"] }
        var findings: [String] = []
        if let payload = whole.badPayload { findings.append("a payload is no JSON object: \(payload)") }
        if whole.taken < whole.identities.count { findings.append("fewer records were taken than came") }
        guard whole.identities.count > 1 else { return findings }
        let skip = whole.identities.count / 2
        guard let rest = await DocumentRecords.read(input, skip: skip, read) else { return findings }
        if rest.identities != Array(whole.identities.dropFirst(skip)) || rest.fault != whole.fault {
            findings.append("a reading that goes on after \(skip) records gives others: \(whole) and \(rest)")
        }
        return findings
    }

    private final class Sink: DocumentSink {
        let recordsToSkip: Int
        let records = Mutex(DocumentRecords())

        init(recordsToSkip: Int) {
            self.recordsToSkip = recordsToSkip
        }

        func send(_ batch: RecordBatch, recordsTaken: Int) async throws {
            records.withLock { records in
                records.taken = recordsTaken
                for record in batch.records {
                    records.identities.append(record.identity)
                    guard record.refusal == nil, records.badPayload == nil else { continue }
                    let payload = Data(batch.bytes[record.payloadStart..<record.payloadEnd])
                    if !((try? JSONSerialization.jsonObject(with: payload)) is [String: Any]) {
                        records.badPayload = String(decoding: payload.prefix(500), as: UTF8.self)
                    }
                }
            }
        }
    }
}
