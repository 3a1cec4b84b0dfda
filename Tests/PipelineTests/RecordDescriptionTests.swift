import AdapterAPI
import Foundation
import TestServers
import Testing

@testable import Pipeline

/// What is kept of a record is enough to map it again.
@Suite struct RecordDescriptionTests {
    @Test(arguments: 1...200 as ClosedRange<UInt64>) func `by seed, a record comes out as it went in`(seed: UInt64)
        throws
    {
        var random = Seeded(seed)
        var batch = RecordBatch(
            document: ["feed.xml", "a\"b\\\n.xml", "ä/ö 1.csv", ""].randomElement(using: &random) ?? "")
        let kind = batch.index(
            of: RecordKind(
                eventType: ["presscenter.oda", "x\u{7}"].randomElement(using: &random) ?? "", eventSubtype: "S\"",
                payloadVersion: Int.random(in: 0...9, using: &random)))
        let key = Bool.random(using: &random) ? batch.index(ofAssetKey: "Maschine \"7\"\u{0}") : nil
        let zone = try #require(ZoneRules.named("America/St_Johns"))
        let texts = [
            "2026-11-23T08:15:30+01:00", "2026-11-23t08:15:30.123456789z", "1999-01-01T00:00", "2026-06-30T23:59:60Z",
        ]
        let times =
            texts.compactMap { Timestamp($0, zone: zone) } + [
                Timestamp(
                    secondsSince1970: Int64.random(in: -60_000_000_000...250_000_000_000, using: &random),
                    nanoseconds: Int32.random(in: 0...999_999_999, using: &random), zone: zone)
            ]
        let time = try #require(times.randomElement(using: &random))
        batch.append(
            payload: UnsafeRawBufferPointer(start: nil, count: 0), kind: kind, assetKey: key, time: time,
            identity: ContentHash(high: random.next() >> 7, low: random.next()),
            origin: .init(line: Int.random(in: 0...99, using: &random), column: 3),
            dropsRepeats: Bool.random(using: &random))
        let record = try #require(batch.records.first)
        let description = RecordDescription(record, in: batch)
        let read = try #require(RecordDescription(description.bytes), "seed \(seed): \(description)")
        #expect(read == description, "seed \(seed)")
        let again = try #require(read.batch(payload: Array("{\"n\":1}".utf8)))
        let other = try #require(again.records.first)
        #expect(again.kinds == batch.kinds && again.assetKeys == batch.assetKeys && again.document == batch.document)
        #expect(other.time.text == record.time.text && other.identity == record.identity)
        #expect(other.origin == record.origin && other.dropsRepeats == record.dropsRepeats && other.refusal == nil)
        #expect(again.bytes == Array("{\"n\":1}".utf8))
    }

    @Test(arguments: ["", "{}", "null", #"{"type":"a"}"#, "\u{0}\u{1}"]) func `what is none is not taken for one`(
        text: String
    ) {
        #expect(RecordDescription(Array(text.utf8)) == nil)
    }
}
