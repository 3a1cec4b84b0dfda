import AdapterAPI
import Foundation
import PrintDocuments
import Testing

/// What is refused, with its place; and that nothing before a fault is lost.
@Suite struct RefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        let xml: String
        let line: Int
        let says: String
        var testDescription: String { what }
    }

    static let start = "<ProductionDataAcquisition>\n<Message><A/></Message>\n"

    static let cases: [Case] = [
        Case(what: "cut off", xml: start + "<Message><B", line: 3, says: "cut off"),
        Case(what: "cut off after an element", xml: start, line: 2, says: "cut off"),
        Case(what: "two documents", xml: start + "</ProductionDataAcquisition>\n<X/>", line: 4, says: "one document"),
        Case(what: "wrong end tag", xml: start + "</X>", line: 3, says: "not well-formed"),
        Case(what: "undeclared prefix", xml: start + "<q:Message/></ProductionDataAcquisition>", line: 3, says: "q"),
        Case(
            what: "control character", xml: start + "<Message a='\u{01}'/></ProductionDataAcquisition>", line: 3,
            says: "encoding does not allow"),
        Case(what: "duplicate attribute", xml: start + "<Message a='1' a='2'/>", line: 3, says: "redefined"),
    ]

    @Test(arguments: cases)
    func `names the place and keeps the records before it`(example: Case) async throws {
        let reading = try await Reading.of(example.xml)
        let fault = try #require(reading.fault)
        #expect(fault.line == example.line)
        #expect(fault.reason.contains(example.says), "\(fault)")
        #expect(fault.recordsTaken == 1)
        #expect(reading.subtypes == ["A"])
    }

    @Test(arguments: [("", "empty"), ("hello", "not XML"), ("   \n", "not XML"), ("<!-- c -->", "not XML")])
    func `refuses what is no document`(xml: String, says: String) async throws {
        let reading = try await Reading.of(xml)
        #expect(reading.items.isEmpty)
        #expect(try #require(reading.fault).reason.contains(says))
    }

    @Test(arguments: [
        "<!DOCTYPE R>\n<R/>", "<!DOCTYPE R SYSTEM \"file:///etc/passwd\"><R>&x;</R>",
        "<!DOCTYPE R [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><R>&b;</R>",
        "<!DOCTYPE R [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><R>&x;</R>",
    ])
    func `refuses every document type declaration`(xml: String) async throws {
        var options = PrintDocumentOptions()
        options.eventType = "test"
        let reading = try await Reading.of(xml, options: options)
        #expect(reading.items.isEmpty)
        #expect(try #require(reading.fault).reason.contains("DOCTYPE"))
    }

    @Test func `refuses an entity that nobody declared`() async throws {
        let reading = try await Reading.of(Self.start + "<Message>&x;</Message></ProductionDataAcquisition>")
        #expect(try #require(reading.fault).reason.contains("x"))
    }

    @Test func `refuses elements nested too deep`() async throws {
        let xml = Self.start + "<Message>" + String(repeating: "<A>", count: 10_000)
        let reading = try await Reading.of(xml)
        #expect(try #require(reading.fault).reason.contains("deeper than 200"))
        #expect(reading.items.count == 1)
    }

    @Test(arguments: ["<Message a='", "<!-- ", "<Message><A>"])
    func `refuses a token without end within the limit's memory`(opening: String) async throws {
        let xml = Self.start + opening + String(repeating: "x", count: 5 << 20)
        let reading = try await Reading.of(xml)
        let fault = try #require(reading.fault)
        #expect(fault.reason.contains("longer than 1048576 bytes"), "\(fault)")
    }

    @Test func `refuses a body of very many messages, whose answers nobody could hold`() throws {
        let body = "<JMF>" + String(repeating: "<Query/>", count: 100_000) + "</JMF>"
        var options = PrintDocumentOptions()
        options.limits.messages = 10_000
        let reading = PrintDocumentReader(options: options).convert(
            body: Array(body.utf8), name: "body", contentType: nil, received: Timestamp(secondsSince1970: 0))
        #expect(try #require(reading.fault).reason.contains("more than 10000 messages"))
        #expect(reading.messages.count == 10_000)
    }

    @Test func `a record that is too large is refused alone`() async throws {
        let large = "<Message><B>" + String(repeating: "<C v='0123456789'/>", count: 50_000) + "</B><D/></Message>"
        let reading = try await Reading.of(Self.start + large + "</ProductionDataAcquisition>")
        #expect(reading.fault == nil)
        #expect(reading.subtypes == ["A", "B", "D"])
        #expect(reading.items.map { $0.refusal?.prefix(9) ?? "" } == ["", "too_large", ""])
    }

    @Test(arguments: [10_000, 40_000, 200_000])
    func `of a record that is too large all is kept up to a mebibyte, and it is said what is cut`(parts: Int)
        async throws
    {
        let large = "<Message><B>" + String(repeating: "<C v='0123456789'/>", count: parts) + "</B></Message>"
        let reading = try await Reading.of(Self.start + large + "</ProductionDataAcquisition>")
        let batch = try #require(reading.batches.last)
        let record = try #require(batch.records.last)
        let kept = batch.bytes[record.payloadStart..<record.payloadEnd]
        let isWhole = parts < 100_000
        #expect(((try? JSONSerialization.jsonObject(with: Data(kept))) != nil) == isWhole)
        #expect(isWhole || kept.count == 1 << 20)
        #expect(
            reading.items.last?.refusal == "too_large: the record is larger than 131072 bytes"
                + (isWhole ? "" : "; only its first 1048576 bytes are kept"))
    }

    /// Whatever the place of a large wrapper, no batch grows far beyond what one call of the parser may make.
    @Test(arguments: [100, 3_000, 30_000, 100_000])
    func `tiny records under large wrappers stay within bounds`(size: Int) async throws {
        let attribute = String(repeating: "w", count: size)
        let records = min(5_000, 20_000_000 / size)
        let xml =
            "<ProductionDataAcquisition><Message wide='\(attribute)'>" + String(repeating: "<A/>", count: records)
            + "</Message></ProductionDataAcquisition>"
        let reading = try await Reading.of(xml)
        #expect(reading.fault == nil)
        #expect(reading.items.count == records)
        #expect(reading.largestBatch < 40 << 20)
    }
}
