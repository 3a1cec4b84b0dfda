import Foundation
import GRDB
import Logging
import TestServers
import Testing

@testable import IoTTransport

/// Dead letters on disk: within their limits, counted, and changed in the transaction of the events made of them.
@Suite struct DeadLetterStoreTests {
    let folder: TemporaryFolder
    private let logger = Logger(label: "t") { _ in SwiftLogNoOpLogHandler() }

    init() throws { folder = try TemporaryFolder() }

    private func spool(_ limits: DeadLetterLimits = DeadLetterLimits()) throws -> Spool {
        let spool = Spool(SpoolSettings(path: folder.file("spool.db"), deadLetters: limits), logger: logger)
        try spool.open()
        return spool
    }

    private func letter(_ number: Int, bytes: Int = 10, source: String = "a", code: String = "c") -> DeadLetter {
        DeadLetter(
            source: source, code: code, reason: "\(code): \(number)", origin: "f:\(number)",
            bytes: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes))
    }

    private func die(_ spool: Spool, _ letters: [DeadLetter]) async throws {
        var counts = SpoolCounts()
        counts.mapped = letters.count
        counts.dead = letters.count
        try await spool.append(SpoolAppend(source: "a", deadLetters: letters, counts: counts))
        try await spool.flush(source: "a")
    }

    private func change(_ spool: Spool, _ change: (inout DeadLetterChanges) -> Void) async throws {
        var changes = DeadLetterChanges()
        change(&changes)
        try await spool.append(SpoolAppend(source: "a", letters: changes))
        try await spool.flush(source: "a")
    }

    private func ids(_ spool: Spool, _ selection: DeadLetterSelection = .init()) async throws -> [Int64] {
        try await spool.deadLetters(DeadLetterQuery(selection)).letters.map(\.id)
    }

    @Test func `the oldest make room: by number, whatever was deleted between them`() async throws {
        let spool = try spool(DeadLetterLimits(count: 4))
        try await die(spool, (1...4).map { letter($0) })
        try await change(spool) { $0.dropped = [2, 3] }
        try await die(spool, [letter(5), letter(6)])
        #expect(try await ids(spool) == [1, 4, 5, 6])
        try await die(spool, [letter(7)])
        #expect(try await ids(spool) == [4, 5, 6, 7])
        let counters = spool.counters()
        #expect(counters.deadLetters == 4 && counters.deadLettersDropped == 1 && counters.deadLetterBytes == 40)
        #expect(counters.named[SpoolCounters.removedLetters] == 2 && counters.dead == 7 && counters.balances)
        spool.close()
        // A tighter limit holds from the next transaction on.
        let again = try self.spool(DeadLetterLimits(count: 2))
        #expect(again.counters().deadLetters == 4)
        try await die(again, [letter(8)])
        #expect(try await ids(again) == [7, 8])
        again.close()
    }

    @Test func `by size, but for the newest one`() async throws {
        let spool = try spool(DeadLetterLimits(bytes: 100))
        try await die(spool, [letter(1, bytes: 60), letter(2, bytes: 40), letter(3, bytes: 30)])
        #expect(try await ids(spool) == [2, 3])
        try await die(spool, [letter(4, bytes: 500)])
        #expect(try await ids(spool) == [4])
        #expect(spool.counters().deadLetterBytes == 500 && spool.counters().deadLettersDropped == 3)
        spool.close()
    }

    @Test func `by age`() async throws {
        let spool = try spool(DeadLetterLimits(age: 3_600))
        try await die(spool, [letter(1), letter(2)])
        let queue = try DatabaseQueue(path: folder.file("spool.db"))
        try await queue.write { try $0.execute(sql: "UPDATE dead_letter SET at = at - 3700 WHERE id = 1") }
        try await die(spool, [letter(3)])
        #expect(try await ids(spool) == [2, 3])
        spool.close()
    }

    @Test func `pages by source, code and id`() async throws {
        let spool = try spool()
        try await die(
            spool, (1...9).map { letter($0, source: $0 % 2 == 0 ? "a" : "b", code: $0 % 3 == 0 ? "x" : "y") })
        #expect(try await ids(spool, .init(source: "a")) == [2, 4, 6, 8])
        #expect(try await ids(spool, .init(code: "x")) == [3, 6, 9])
        #expect(try await ids(spool, .init(source: "a", code: "x")) == [6])
        #expect(try await ids(spool, .init(ids: [7, 99, 3])) == [7, 3])
        var query = DeadLetterQuery(.init(source: "b"), after: 1, limit: 2, withBytes: false)
        var page = try await spool.deadLetters(query)
        #expect(page.letters.map(\.id) == [3, 5] && page.next == 5)
        #expect(page.letters.allSatisfy { $0.bytes.isEmpty && $0.size == 10 })
        query.after = 5
        page = try await spool.deadLetters(query)
        #expect(page.letters.map(\.id) == [7, 9])
        query.after = 9
        page = try await spool.deadLetters(query)
        #expect(page.letters.isEmpty && page.next == nil)
        spool.close()
    }

    @Test func `a page ends where its bytes are many`() async throws {
        let spool = try spool()
        try await die(spool, (1...5).map { letter($0, bytes: 400_000) })
        let page = try await spool.deadLetters(DeadLetterQuery(.init()))
        #expect(page.letters.map(\.id) == [1, 2, 3] && page.next == 3)
        spool.close()
    }

    @Test func `an event that died on its way out is queued again as it was`() async throws {
        let spool = try spool()
        let type = try spool.typeID(eventType: "status.ink", eventSubtype: "Ink")
        let event = Array("{\"payload\":1}".utf8)
        try await die(
            spool,
            [
                DeadLetter(
                    source: "a", code: "poison", reason: "poison: r", origin: "", bytes: event, topic: "t/1", type: type
                )
            ])
        let letter = try #require(try await spool.deadLetters(DeadLetterQuery(.init())).letters.first)
        #expect(letter.event == .init(topic: "t/1", typeID: type, type: "status.ink", subtype: "Ink"))
        var builder = ChunkBuilder(topic: "t/1")
        builder.append(size: event.count, type: type) { $0.copyBytes(from: event) }
        var changes = DeadLetterChanges()
        changes.settled = [letter.id]
        try await spool.append(SpoolAppend(source: "a", chunks: builder.finish().map { [$0] } ?? [], letters: changes))
        try await spool.flush(source: "a")
        let counters = spool.counters()
        #expect(counters.retried == 1 && counters.waiting == 1 && counters.deadLetters == 0 && counters.balances)
        let generation = spool.attach(try Wakeup())
        var chunk: StoredChunk?
        #expect(
            try await eventually {
                chunk = spool.take(generation: generation, events: 1).first ?? chunk
                return chunk != nil
            })
        #expect(chunk?.chunk.withEvent(at: 0) { Array($0) } == event && chunk?.chunk.topic == "t/1")
        spool.close()
    }

    @Test func `a request is found while somebody waits, and stays until its answer is on disk`() async throws {
        let spool = try spool()
        let visitor = try #require(try SpoolVisitor(path: folder.file("spool.db")))
        let waiting = Task { try await spool.nextRequests() }
        let id = try visitor.leave(kind: "k", argument: "{}")
        let found = try await waiting.value
        #expect(found == [SpoolRequest(id: id, kind: "k", argument: "{}")])
        #expect(try visitor.answer(to: id) == nil)
        let other = try visitor.leave(kind: "k", argument: "2")
        #expect(try await spool.nextRequests().map(\.id) == [id, other])
        try await change(spool) { $0.answers = [.init(id: id, text: "done\n1"), .init(id: other, text: "")] }
        #expect(try visitor.answer(to: id) == "done\n1")
        #expect(try visitor.answer(to: id) == nil, "fetched once")
        #expect(try visitor.answer(to: other) == "")
        let nobody = Task { try await spool.nextRequests() }
        nobody.cancel()
        await #expect(throws: CancellationError.self) { try await nobody.value }
        let last = Task { try await spool.nextRequests() }
        try await Task.sleep(for: .milliseconds(20))
        spool.close()
        await #expect(throws: SpoolError.notOpen) { try await last.value }
    }

    @Test func `answers that nobody fetches are deleted after an hour`() async throws {
        let spool = try spool()
        try await change(spool) { $0.answers = [.init(id: 7, text: "old")] }
        let queue = try DatabaseQueue(path: folder.file("spool.db"))
        try await queue.write { try $0.execute(sql: "UPDATE request SET at = at - 3700") }
        try await change(spool) { $0.answers = [.init(id: 8, text: "new")] }
        let texts = try await queue.read { try String.fetchAll($0, sql: "SELECT argument FROM request") }
        #expect(texts == ["8\nnew"])
        spool.close()
    }

    @Test func `without a spool there is nothing to visit, and a newer one is left alone`() async throws {
        #expect(try SpoolVisitor(path: folder.file("none.db")) == nil)
        let spool = try spool()
        spool.close()
        let queue = try DatabaseQueue(path: folder.file("spool.db"))
        try await queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(throws: SpoolVisitor.Fault.self) { try SpoolVisitor(path: folder.file("spool.db")) }
    }

    /// Any order of deaths, retries, failures and drops: the counters balance, and say what is there.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `by seed`(seed: UInt64) async throws {
        var random = Seeded(seed)
        let limits = DeadLetterLimits(count: Int.random(in: 1...30, using: &random), bytes: 2_000)
        var spool = try spool(limits)
        var number = 0
        for _ in 0..<40 {
            let there = try await ids(spool)
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                let count = Int.random(in: 1...8, using: &random)
                let sizes = (0..<count).map { _ in Int.random(in: 0...300, using: &random) }
                try await die(spool, sizes.map { letter($0, bytes: $0) })
            case 2:
                let settled = there.filter { _ in Bool.random(using: &random) }
                number += settled.count
                var changes = DeadLetterChanges()
                changes.settled = settled
                let chunk = Events.chunk("a", number - settled.count..<number)
                try await spool.append(SpoolAppend(source: "a", chunks: chunk.map { [$0] } ?? [], letters: changes))
            case 3:
                try await change(spool) { changes in
                    changes.dropped = there.filter { _ in Bool.random(using: &random) } + [9_999_999]
                }
            case 4:
                try await change(spool) { $0.failed = there.prefix(3).map { .init(id: $0, reason: "no", code: "n") } }
            default:
                spool.close()
                spool = try self.spool(limits)
            }
            try await spool.flush(source: "a")
            let counters = spool.counters()
            let letters = try await spool.deadLetters(DeadLetterQuery(.init())).letters
            #expect(counters.balances, "seed \(seed)")
            #expect(counters.deadLetters == letters.count, "seed \(seed)")
            #expect(counters.deadLetterBytes == letters.reduce(0) { $0 + Int64($1.size) }, "seed \(seed)")
            #expect(counters.retried == number && letters.count <= limits.count, "seed \(seed)")
        }
        spool.close()
    }
}
