import AdapterAPI
import Foundation
import IoTTransport
import Pipeline
import TestServers
import Testing

@testable import PrintDocuments

/// Reads a fixture's documents one after another, as from one source, and compares what they give.
struct FixtureRun {
    let fixture: Fixture
    private var memory: [UInt8] = []
    private var identities: [ContentHash] = []

    init(_ fixture: Fixture) {
        self.fixture = fixture
    }

    mutating func run() async throws {
        for document in fixture.documents {
            let reading = try await read(document)
            compare(reading, with: document)
            for (profile, lines) in document.lines {
                #expect(try Self.lines(of: reading, HeaderProfile(rawValue: profile) ?? .v1) == lines)
            }
            try await checkResumed(document, reading)
            try checkSplit(document, reading)
            checkBody(document, reading)
            memory = reading.memory
            identities += reading.items.map(\.identity)
        }
        checkIdentities()
    }

    private func read(_ document: Fixture.Document, skip: Int = 0) async throws -> Reading {
        try await Reading.of(
            bytes: document.bytes, name: document.name, options: fixture.options, skip: skip, memory: memory)
    }

    private func compare(_ reading: Reading, with document: Fixture.Document) {
        #expect(reading.items.map(Self.head) == document.events.map(\.head))
        for (item, event) in zip(reading.items, document.events) {
            if let payload = event.payload { #expect(item.payload == payload) }
        }
        #expect(reading.largestBatch < 20 << 20)
        var counts = reading.counts
        let fallbacks = reading.items.count { $0.hasFileTime }
        #expect(counts.removeValue(forKey: "timestamp_fallback") ?? 0 == fallbacks)
        #expect(counts == document.counts)
        guard let expected = document.fault else {
            #expect(reading.fault == nil)
            return
        }
        guard let fault = reading.fault else {
            Issue.record("not refused: \(expected)")
            return
        }
        #expect(
            expected.place == "*" || (fault.line == 0 ? "-" : "\(fault.line):\(fault.column)") == expected.place,
            "\(fault)")
        #expect(fault.reason.contains(expected.words), "\(fault)")
    }

    /// `eventType subtype payloadVersion asset time`
    private static func head(_ item: Reading.Item) -> String {
        let code = item.refusal.map { $0.prefix { $0 != ":" } + " " } ?? ""
        let time = item.hasFileTime ? "file" : item.time
        return "\(code)\(item.eventType) \(item.subtype) \(item.payloadVersion) \(item.asset ?? "-") \(time)"
    }

    /// Whatever number of records is skipped, the others come with the identities that they had.
    private func checkResumed(_ document: Fixture.Document, _ whole: Reading) async throws {
        guard whole.items.count < 40, document.bytes.count < 1 << 20 else { return }
        var left = whole.items
        var skip = 0
        while !left.isEmpty {
            skip += 1
            let rest = try await read(document, skip: skip).items
            #expect(rest == left || rest == Array(left.dropFirst()), "\(skip) records skipped")
            // Many records may make no event: those are not tried one by one.
            if skip == 200 { return }
            left = rest
        }
        #expect(left.isEmpty)
    }

    /// However the bytes come, the same records come of them.
    private func checkSplit(_ document: Fixture.Document, _ whole: Reading) throws {
        let pieces = document.bytes.count < 20_000 ? [1, 2, 3, 7, 1000] : [4093]
        guard !document.bytes.isEmpty else { return }
        let folder = try TemporaryFolder()
        try Data(document.bytes).write(to: URL(filePath: folder.file(document.name)))
        let file = try AdapterAPI.Document(path: folder.file(document.name))
        for size in pieces {
            var reading = Reading()
            var batch = RecordBatch(document: document.name)
            var fault: DocumentFault?
            do {
                let feed = DocumentFeed(
                    try Package.open(DripSource(document.bytes, size), name: document.name), options: fixture.options,
                    origin: DocumentOrigin(
                        name: document.name, identity: DocumentIdentity { try file.contentHash() },
                        fallbackTime: Timestamp(
                            secondsSince1970: Reading.fileTime, nanoseconds: 0, zone: fixture.options.zone),
                        counters: CounterMemory(memory)))
                var goesOn = true
                while goesOn {
                    let next = Result { try feed.fill(&batch) }
                    reading.take(batch)
                    batch.removeAll()
                    goesOn = try next.get()
                }
            } catch let found as DocumentFault {
                fault = found
            }
            #expect(reading.items == whole.items, "in pieces of \(size) bytes")
            #expect(reading.counts == whole.counts, "in pieces of \(size) bytes")
            #expect(fault?.reason == whole.fault?.reason, "in pieces of \(size) bytes")
        }
    }

    /// In memory, as a body that came over HTTP, it gives the same records.
    private func checkBody(_ document: Fixture.Document, _ whole: Reading) {
        guard !document.bytes.isEmpty else { return }
        let body = PrintDocumentReader(options: fixture.options).convert(
            body: document.bytes, name: document.name, contentType: nil,
            received: Timestamp(secondsSince1970: Reading.fileTime, nanoseconds: 0, zone: fixture.options.zone),
            memory: memory)
        var reading = Reading()
        reading.take(body.batch)
        #expect(reading.items.map(Self.head) == whole.items.map(Self.head), "as a body")
        #expect(reading.items.map(\.payload) == whole.items.map(\.payload), "as a body")
        #expect(reading.counts == whole.counts, "as a body")
        #expect(body.fault?.description == whole.fault?.description, "as a body")
    }

    private func checkIdentities() {
        guard !fixture.identities.isEmpty else {
            #expect(Set(identities).count == identities.count || fixture.documents.count > 1)
            return
        }
        #expect(identities.count == fixture.identities.count)
        var words: [ContentHash: String] = [:]
        var hashes: [String: ContentHash] = [:]
        for (identity, word) in zip(identities, fixture.identities) {
            #expect(words[identity] ?? word == word, "\(word) has the identity of another")
            #expect(hashes[word] ?? identity == identity, "\(word) has several identities")
            words[identity] = word
            hashes[word] = identity
        }
    }

    /// The events as `convert` prints them, with their ids masked.
    private static func lines(of reading: Reading, _ profile: HeaderProfile) throws -> [String] {
        let mapper = EventMapper(
            sourceID: "press",
            assets: AssetTable(
                entries: [], fallback: Asset(id: "hall-1", type: "SheetfedPress", serial: "S1"), unknown: .useKey),
            profile: profile, sender: Sender(id: "sender-1", type: "prinect", connectionDeviceID: "device-1"),
            filter: EventFilter())
        var output = LineOutput()
        for batch in reading.batches {
            try output.append(batch, with: mapper, now: Timestamp(secondsSince1970: Reading.fileTime))
        }
        let id = /"(sender[Ee]vent[Uu]uid)":"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/
        return String(decoding: output.lines, as: UTF8.self).split(separator: "\n").map {
            String($0).replacing(id) { "\"\($0.1)\":\"ID\"" }
        }
    }
}
