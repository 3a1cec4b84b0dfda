import AdapterAPI
import Foundation

/// What is needed of a record, beside its payload, to map it again: kept with a dead letter, so that a retry makes the very
/// event that it would have been. In the spool: one JSON object with short names, to be read by people too.
struct RecordDescription: Equatable, Sendable {
    var kind: RecordKind
    /// What the document calls the machine; nil when it names none.
    var assetKey: String?
    var time: String
    var identity: ContentHash
    var dropsRepeats: Bool
    var document: String
    var origin: Record.Origin

    /// Of a record of a batch.
    init(_ record: Record, in batch: RecordBatch) {
        kind = batch.kinds[record.kind]
        assetKey = record.assetKey.map { batch.assetKeys[$0] }
        time = record.time.text
        identity = record.identity
        dropsRepeats = record.dropsRepeats
        document = batch.document
        origin = record.origin
    }

    /// As it is stored.
    var bytes: [UInt8] {
        var writer = PayloadWriter()
        writer.object { writer in
            writer.field("type", kind.eventType)
            writer.field("subtype", kind.eventSubtype)
            writer.field("version", kind.payloadVersion)
            if let assetKey { writer.field("asset", assetKey) }
            writer.field("time", time)
            writer.field("identity", Self.hex(identity.high) + Self.hex(identity.low))
            if dropsRepeats { writer.field("repeats", 1) }
            writer.field("document", document)
            writer.field("line", origin.line)
            writer.field("column", origin.column)
        }
        return writer.bytes
    }

    /// From what is stored; nil when it is something else.
    init?(_ bytes: [UInt8]) {
        guard let stored = try? JSONDecoder().decode(Stored.self, from: Data(bytes)), stored.identity.utf8.count == 32,
            let high = UInt64(stored.identity.prefix(16), radix: 16),
            let low = UInt64(stored.identity.suffix(16), radix: 16), Timestamp(stored.time, zone: .utc) != nil
        else { return nil }
        kind = RecordKind(
            eventType: stored.type, eventSubtype: stored.subtype, payloadVersion: stored.version)
        assetKey = stored.asset
        time = stored.time
        identity = ContentHash(high: high, low: low)
        dropsRepeats = stored.repeats != nil
        document = stored.document
        origin = Record.Origin(line: stored.line, column: stored.column)
    }

    /// A batch of this one record.
    func batch(payload: [UInt8]) -> RecordBatch? {
        // A text that is kept is RFC 3339, so it comes out as it went in.
        guard let time = Timestamp(time, zone: .utc) else { return nil }
        var batch = RecordBatch(document: document)
        let kind = batch.index(of: kind)
        let asset = assetKey.map { batch.index(ofAssetKey: $0) }
        payload.withUnsafeBytes {
            batch.append(
                payload: $0, kind: kind, assetKey: asset, time: time, identity: identity, origin: origin,
                dropsRepeats: dropsRepeats)
        }
        return batch
    }

    private struct Stored: Decodable {
        var type: String
        var subtype: String
        var version: Int
        var asset: String?
        var time: String
        var identity: String
        var repeats: Int?
        var document: String
        var line: Int
        var column: Int
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
