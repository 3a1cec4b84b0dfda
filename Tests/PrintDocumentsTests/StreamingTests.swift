import AdapterAPI
import Foundation
import TestServers
import Testing

@testable import PrintDocuments

/// Documents that are far larger than what may be in memory, made while they are read.
@Suite(.serialized) struct StreamingTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == "1"

    /// Bytes of resident memory; only long runs tell a leak from what other tests take at the same time.
    private static let largestGrowth = isLong ? 96 << 20 : Int.max

    /// Bytes of the generated part.
    private static let sizes: [Int] = isLong ? [1 << 20, 100 << 20] : [1 << 20]

    @Test(arguments: sizes)
    func `audits behind a large pool of resources`(size: Int) throws {
        let reading = try Self.read([
            .text("<JDF JobID='J'><ResourcePool>"), .repeated("<Media ID='m'><Location/>paper</Media>\n", size),
            .text("</ResourcePool><AuditPool><Created/>"), .repeated("<Modified n='1'/>", size / 20),
            .text("</AuditPool></JDF>"),
        ])
        #expect(reading.fault == nil)
        #expect(reading.subtypes == ["Created"] + Array(repeating: "Modified", count: reading.records - 1))
        #expect(reading.records > size / 20 / 18)
        #expect(reading.largestBatch < 20 << 20)
        #expect(reading.growth < Self.largestGrowth, "resident memory grew by \(reading.growth) bytes")
    }

    @Test(arguments: sizes)
    func `a message of ever more devices`(size: Int) throws {
        let reading = try Self.read([
            .text("<JMF SenderID='P'><Signal Type='Status'>"), .repeated("<DeviceInfo/>", size),
            .repeated("<DeviceInfo Status='Idle' TotalProductionCounter='1'/>", size / 10),
            .text("</Signal></JMF>"),
        ])
        #expect(reading.fault == nil)
        #expect(reading.records > size / 10 / 60)
        #expect(reading.largestBatch < 20 << 20)
        #expect(reading.growth < Self.largestGrowth, "resident memory grew by \(reading.growth) bytes")
    }

    @Test(arguments: sizes)
    func `a device of ever more job phases`(size: Int) throws {
        let reading = try Self.read([
            .text("<JMF SenderID='P'><Signal Type='Status'><DeviceInfo Status='Idle' TotalProductionCounter='1'>"),
            .repeated("<JobPhase JobID='J' Status='Setup'><Part Side='Front'/></JobPhase>", size),
            .text("<JobPhase JobID='J' Status='Setup'>"), .repeated("<Part Side='Front'/>", size),
            .text("</JobPhase></DeviceInfo></Signal></JMF>"),
        ])
        #expect(reading.fault == nil)
        #expect(reading.records == 2)
        #expect(reading.refused == 2)
        #expect(reading.largestBatch < 20 << 20)
        #expect(reading.growth < Self.largestGrowth, "resident memory grew by \(reading.growth) bytes")
    }

    @Test(arguments: isLong ? [4 << 20, 200 << 20] : [4 << 20])
    func `an attribute without end`(size: Int) throws {
        let reading = try Self.read([
            .text("<JMF><Signal Type='X'/><Signal a='"), .repeated("a", size), .text("'/></JMF>"),
        ])
        #expect(reading.fault?.reason.contains("maxTokenSize") == true)
        #expect(reading.subtypes == ["SignalX"])
        #expect(reading.growth < Self.largestGrowth, "resident memory grew by \(reading.growth) bytes")
    }

    @Test(arguments: isLong ? [4 << 20, 200 << 20] : [4 << 20])
    func `a text without end`(size: Int) throws {
        let reading = try Self.read([
            .text("<JMF><Signal Type='X'/><Signal>"), .repeated("text ", size), .text("</Signal></JMF>"),
        ])
        #expect(reading.fault?.reason.contains("maxTokenSize") == true)
        #expect(reading.subtypes == ["SignalX"])
        #expect(reading.growth < Self.largestGrowth, "resident memory grew by \(reading.growth) bytes")
    }

    struct Outcome {
        var subtypes: [String] = []
        var records = 0
        var refused = 0
        var largestBatch = 0
        var fault: DocumentFault?
        /// Bytes of resident memory at its highest, beyond what was there before.
        var growth = 0
    }

    private static func read(_ pieces: [GeneratedSource.Piece]) throws -> Outcome {
        var outcome = Outcome()
        let before = residentBytes()
        let feed = DocumentFeed(
            .document(GeneratedSource(pieces)), options: PrintDocumentOptions(),
            origin: DocumentOrigin(
                name: "generated", identity: DocumentIdentity { ContentHash(of: "generated") },
                fallbackTime: Timestamp(secondsSince1970: Reading.fileTime)))
        var batch = RecordBatch(document: "generated")
        var goesOn = true
        while goesOn {
            let next = Result { try feed.fill(&batch) }
            outcome.records += batch.records.count
            outcome.refused += batch.records.count { $0.refusal != nil }
            if outcome.subtypes.count < 1_000_000 {
                outcome.subtypes += batch.records.map { batch.kinds[$0.kind].eventSubtype }
            }
            outcome.largestBatch = max(outcome.largestBatch, batch.bytes.count)
            outcome.growth = max(outcome.growth, residentBytes() - before)
            batch.removeAll()
            do {
                goesOn = try next.get()
            } catch let fault as DocumentFault {
                outcome.fault = fault
                goesOn = false
            }
        }
        return outcome
    }

    /// From /proc/self/status, in bytes; 0 where that is missing.
    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
}
