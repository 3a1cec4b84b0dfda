import Foundation
import GRDB
import Logging
import TestServers
import Testing

@testable import IoTTransport

@Suite struct SpoolStorageTests {
    let folder: TemporaryFolder
    let log = LogLines()

    init() throws { folder = try TemporaryFolder() }

    func spool(_ name: String = "spool.db") -> Spool {
        Spool(SpoolSettings(path: folder.file(name)), logger: log.logger)
    }

    @Test func theConstructorTouchesNothing() throws {
        let spool = spool()
        #expect(try folder.names() == [])
        #expect(throws: SpoolError.notOpen) { try spool.checkpoint(of: "a") }
        spool.close()
        #expect(try folder.names() == [])
    }

    @Test func commitsAreSynchronousAndPagesLarge() throws {
        let database = try SpoolDatabase(SpoolSettings(path: folder.file("spool.db")))
        let (synchronous, journal, page, secure) = try database.queue.inDatabase { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA synchronous"),
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(database, sql: "PRAGMA page_size"),
                try Int.fetchOne(database, sql: "PRAGMA secure_delete")
            )
        }
        #expect(synchronous == 2 && journal == "wal" && page == 16_384 && secure == 0)
    }

    @Test func reopeningGivesWhatWasNotAcknowledgedByteForByte() async throws {
        let spool = spool()
        try spool.open()
        for number in 0..<10 {
            try await spool.append(Events.append("a", number * 10..<number * 10 + 10, size: 5_000))
        }
        let consumer = try Consumer(spool)
        var taken: [StoredChunk] = []
        while taken.count < 4 { taken += try await consumer.take() }
        consumer.release([taken[0], taken[2]])
        spool.acknowledge(prefixes: [taken[1].id: ChunkPrefix(events: 3)])
        spool.close()
        let counters = spool.counters()
        #expect(counters.acknowledged == 23 && counters.waiting == 77 && counters.balances)

        let again = self.spool()
        try again.open()
        defer { again.close() }
        #expect(again.counters() == counters)
        #expect(try again.checkpoint(of: "a") == Array("100".utf8))
        let reader = try Consumer(again)
        var events: [[UInt8]] = []
        while events.count < 77 {
            let chunks = try await reader.take()
            try #require(!chunks.isEmpty)
            for stored in chunks { events += Events.all(stored.chunk)[stored.first...] }
        }
        let left = Array(13..<20) + Array(30..<100)
        #expect(events == left.map { Events.bytes("a", $0, size: 5_000) })
    }

    @Test func typesKeepTheirIds() async throws {
        let spool = spool()
        try spool.open()
        let ink = try spool.typeID(eventType: "ink", eventSubtype: "low")
        let other = try spool.typeID(eventType: "ink", eventSubtype: "")
        #expect(ink != other)
        #expect(try spool.typeID(eventType: "ink", eventSubtype: "low") == ink)
        try await spool.append(Events.append("a", 0..<1))
        spool.close()
        let again = self.spool()
        try again.open()
        defer { again.close() }
        #expect(try again.typeID(eventType: "status", eventSubtype: "") == other + 1)
        #expect(try again.typeID(eventType: "ink", eventSubtype: "low") == ink)
    }

    @Test func theTypeTableIsBounded() {
        var table = EventTypeTable()
        for number in 0..<65_535 { #expect(table.id(type: "\(number)", subtype: "") == UInt16(number)) }
        #expect(table.id(type: "one more", subtype: "") == 0xFFFF)
        #expect(table.id(type: "7", subtype: "") == 7)
        #expect(table.unstored.count == 65_535)
    }

    @Test func deadLettersAreBoundedAndCounted() async throws {
        let settings = SpoolSettings(
            path: folder.file("spool.db"), deadLetters: DeadLetterLimits(count: 5, bytes: 1_000))
        let spool = Spool(settings, logger: log.logger)
        try spool.open()
        for number in 0..<8 {
            var append = SpoolAppend(source: "a")
            append.deadLetters = [
                DeadLetter(source: "a", reason: "r", origin: "f:\(number):1", bytes: [UInt8](repeating: 1, count: 300))
            ]
            append.counts.mapped = 1
            append.counts.dead = 1
            append.counts.named["key_collision"] = 2
            try await spool.append(append)
        }
        spool.close()
        let counters = spool.counters()
        #expect(counters.balances && counters.dead == 8 && counters.named["key_collision"] == 16)
        #expect(counters.deadLettersDropped == 5 && counters.deadLetterBytes == 900)
        let queue = try DatabaseQueue(path: folder.file("spool.db"))
        let origins = try await queue.read {
            try String.fetchAll($0, sql: "SELECT origin FROM dead_letter ORDER BY id")
        }
        #expect(origins == ["f:5:1", "f:6:1", "f:7:1"])
    }

    @Test func aDamagedFileIsKeptAside() async throws {
        try Data(repeating: 7, count: 50_000).write(to: URL(fileURLWithPath: folder.file("spool.db")))
        let spool = spool()
        try spool.open()
        try await spool.append(Events.append("a", 0..<3))
        spool.close()
        #expect(spool.counters().waiting == 3)
        #expect(try folder.names().contains("spool.db.damaged-1"))
        #expect(log.warnings.count == 1)
        #expect(log.warnings.first?.contains("spool.db.damaged-1") == true)
    }

    @Test func whatCannotBeOpenedIsSaid() throws {
        let spool = Spool(SpoolSettings(path: folder.file("missing/spool.db")), logger: log.logger)
        let error = #expect(throws: SpoolError.self) { try spool.open() }
        #expect(error?.description.contains("missing/spool.db") == true)
        let queue = try DatabaseQueue(path: folder.file("new.db"))
        try queue.inDatabase { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        #expect(throws: SpoolError.newerFormat(folder.file("new.db"))) { try self.spool("new.db").open() }
    }
}
