import AdapterAPI
import Foundation
import IoTTransport
import Logging
import Pipeline
import TestServers
import Testing

@testable import AdapterHostKit

/// What is asked for with dead letters is done page by page, each letter by its kind and source.
@Suite struct DeadLetterDeskTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func spool() throws -> Spool {
        let spool = Spool(
            SpoolSettings(path: folder.file("spool.db")), logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        try spool.open()
        return spool
    }

    private func sinks(_ spool: Spool, unknown: AssetTable.UnknownPolicy) -> [String: SpoolSink] {
        let mapper = EventMapper(
            sourceID: "press", assets: AssetTable(entries: [], fallback: Asset(id: "", type: "T"), unknown: unknown),
            sender: Sender(id: "s", type: "t", connectionDeviceID: "c"), filter: EventFilter())
        return ["press": SpoolSink(spool: spool, source: "press", topic: "t", mapper: mapper)]
    }

    private func fill(_ spool: Spool, _ count: Int) async throws {
        let sink = try #require(sinks(spool, unknown: .deadLetter)["press"])
        var batch = RecordBatch(document: "f")
        for number in 1...count {
            batch.append(
                RecordKind(eventType: "t", eventSubtype: "T"), assetKey: "m", time: Timestamp(secondsSince1970: 0),
                identity: ContentHash(of: "\(number)"), origin: .init(line: number)
            ) { writer in writer.object { $0.field("n", number) } }
        }
        try await sink.send(batch, checkpoint: nil)
        try await sink.flush()
    }

    @Test func `all letters of many pages, each kind and source by its own way`() async throws {
        let spool = try spool()
        try await fill(spool, 600)
        let type = try spool.typeID(eventType: "e", eventSubtype: "E")
        var counts = SpoolCounts()
        counts.mapped = 2
        counts.dead = 2
        try await spool.append(
            SpoolAppend(
                source: "gone",
                deadLetters: [
                    DeadLetter(source: "gone", code: "unknown_asset", reason: "r", origin: "o", bytes: [1]),
                    DeadLetter(
                        source: "gone", code: "poison", reason: "r", origin: "o", bytes: [2], topic: "x", type: type),
                ], counts: counts))
        let desk = DeadLetterDesk(spool: spool, sinks: sinks(spool, unknown: .useKey))
        let answer = try await desk.perform(DeadLetterRequest(.retry, .init()))
        #expect(answer.count(.queued) == 601 && answer.count(.kept) == 1 && answer.letters.count == 602)
        #expect(answer.letters[600].reason?.contains("no press file has the id \"gone\"") == true)
        #expect(answer.letters[601] == .init(id: 602, became: .queued))
        let counters = spool.counters()
        #expect(counters.retried == 601 && counters.waiting == 601 && counters.deadLetters == 1 && counters.balances)
        spool.close()
    }

    @Test func `ids that are not there are said to be missing, and what is dropped is gone`() async throws {
        let spool = try spool()
        try await fill(spool, 5)
        let desk = DeadLetterDesk(spool: spool, sinks: sinks(spool, unknown: .useKey))
        let answer = try await desk.perform(DeadLetterRequest(.drop, .init(ids: [2, 4, 77])))
        #expect(answer.letters.map(\.became) == [.dropped, .dropped, .missing] && !answer.isComplete)
        #expect(try await desk.perform(DeadLetterRequest(.drop, .init(code: "none"))).letters.isEmpty)
        #expect(try await desk.perform(DeadLetterRequest(.drop, .init(source: "press"))).count(.dropped) == 3)
        #expect(spool.counters().deadLetters == 0 && spool.counters().balances)
        spool.close()
    }

    @Test func `a request that a command left is done and answered, one that nobody knows is answered too`()
        async throws
    {
        let spool = try spool()
        try await fill(spool, 3)
        let visitor = try #require(try SpoolVisitor(path: folder.file("spool.db")))
        let desk = RequestDesk(
            spool: spool, desk: DeadLetterDesk(spool: spool, sinks: sinks(spool, unknown: .useKey)),
            logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { await desk.run() }
        let strange = try visitor.leave(kind: "reboot", argument: "now")
        let id = try visitor.leave(
            kind: DeadLetterRequest.kind, argument: DeadLetterRequest(.retry, .init(ids: [1, 3])).json)
        var text: String?
        #expect(
            try await eventually {
                text = try visitor.answer(to: id)
                return text != nil
            })
        let answer = try #require(DeadLetterAnswer(json: text ?? ""))
        #expect(answer.count(.queued) == 2 && answer.isComplete)
        #expect(try visitor.answer(to: strange) == "{}")
        running.cancel()
        await running.value
        spool.close()
    }
}
