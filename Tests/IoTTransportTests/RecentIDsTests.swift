import Foundation
import GRDB
import TestServers
import Testing

@testable import IoTTransport

/// Ids that the spool remembers for its senders.
@Suite struct RecentIDsTests {
    let folder: TemporaryFolder
    let log = LogLines()

    init() throws { folder = try TemporaryFolder() }

    private func open() throws -> Spool {
        let spool = Spool(SpoolSettings(path: folder.file("spool.db")), logger: log.logger)
        try spool.open()
        return spool
    }

    private func append(
        _ spool: Spool, _ source: String = "a", segment: Int64 = 1, row: Int64, day: Int64 = 5, _ ids: [UInt64],
        merge: ClosedRange<Int64>? = nil, first: Int64? = nil
    ) async throws {
        var recent = RecentIDs(segment: segment, row: row, day: day, ids: ids)
        if let merge { recent.merges = [.init(segment: segment, rows: merge)] }
        recent.firstSegment = first
        var append = Events.append(source, 0..<1)
        append.recent = recent
        try await spool.append(append)
    }

    @Test func comeBackInOrderAfterARestart() async throws {
        let spool = try open()
        let large = (0..<40_000).map { UInt64($0) << 32 | .max >> 40 }
        try await append(spool, row: 0, [.max, 0])
        try await append(spool, "b", row: 0, [7])
        try await append(spool, row: 1, [3])
        try await append(spool, segment: 2, row: 0, day: 6, large)
        spool.close()
        let again = try open()
        #expect(
            try await again.recentIDs(of: "a") == [
                RecentSegment(number: 1, day: 5, rows: 2, lastRow: 1, ids: [.max, 0, 3]),
                RecentSegment(number: 2, day: 6, rows: 1, lastRow: 0, ids: large),
            ])
        #expect(try await again.recentIDs(of: "b").map(\.ids) == [[7]])
        #expect(try await again.recentIDs(of: "c") == [])
        again.close()
        await #expect(throws: SpoolError.notOpen) { try await again.recentIDs(of: "a") }
    }

    @Test func rowsArePutTogetherAndSegmentsDeleted() async throws {
        let spool = try open()
        for row in 0..<5 as Range<Int64> {
            try await append(spool, row: row, [UInt64(row)], merge: row == 3 ? 1...3 : nil)
            try await append(spool, "b", row: row, [UInt64(row)])
        }
        let merged = RecentSegment(number: 1, day: 5, rows: 3, lastRow: 4, ids: [0, 1, 2, 3, 4])
        #expect(try await spool.recentIDs(of: "a") == [merged])
        try await append(spool, segment: 2, row: 0, [9], first: 2)
        #expect(try await spool.recentIDs(of: "a").map(\.ids) == [[9]])
        #expect(try await spool.recentIDs(of: "b").map(\.ids) == [[0, 1, 2, 3, 4]])
        spool.close()
    }

    /// The second chunk's id is taken, so its transaction fails: its ids do not stay either.
    @Test func aFailedTransactionLeavesNoIds() throws {
        let database = try SpoolDatabase(SpoolSettings(path: folder.file("spool.db")))
        var work = SpoolWork()
        var append = Events.append("a", 0..<10)
        append.recent = RecentIDs(segment: 1, row: 0, day: 5, ids: [1])
        work.appends = [append]
        let first = try database.store(work)
        append.recent = RecentIDs(segment: 2, row: 0, day: 5, ids: [2])
        append.recent?.firstSegment = 2
        work.appends = [append, Events.append("b", 0..<5)]
        work.counters = first.counters
        #expect(throws: DatabaseError.self) { try database.store(work) }
        #expect(try database.recentIDs(of: "a").map(\.ids) == [[1]])
    }

    @Test func aFileOfBeforeGetsTheTable() async throws {
        try open().close()
        let queue = try DatabaseQueue(path: folder.file("spool.db"))
        try await queue.write { try $0.execute(sql: "DROP TABLE recent_ids") }
        try queue.close()
        let spool = try open()
        try await append(spool, row: 0, [1])
        #expect(try await spool.recentIDs(of: "a").map(\.ids) == [[1]])
        spool.close()
        #expect(log.warnings.isEmpty)
    }

    @Test func whatIsNoWholeIdIsPassedOver() async throws {
        let spool = try open()
        try await append(spool, row: 0, [1])
        try await spool.flush(source: "a")
        let queue = try DatabaseQueue(path: folder.file("spool.db"))
        try await queue.write { try $0.execute(sql: "UPDATE recent_ids SET ids = ids || x'020000'") }
        try await append(spool, row: 1, [3])
        #expect(try await spool.recentIDs(of: "a").map(\.ids) == [[1, 3]])
        spool.close()
    }
}
