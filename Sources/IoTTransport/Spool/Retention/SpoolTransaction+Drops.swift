import Foundation
import GRDB

extension SpoolTransaction {
    /// The most chunks that one transaction drops for their age: deleting one reads it.
    static let mostExpired = 512

    /// Deletes chunks of the ordinary class, the oldest first, until there is room enough and none of those left has
    /// waited for too long.
    func drop(_ order: DropOrder, _ outcome: inout SpoolOutcome) throws {
        var chosen: [Int64] = []
        var freed: Int64 = 0
        var searched = order.after
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: "SELECT id, count - first, bytes, at, class FROM chunk WHERE id > ? ORDER BY id"),
            arguments: [order.after])
        while let row = try rows.next() {
            guard let id = row.stored(0, as: Int64.self) else { break }
            if row.stored(4, as: Int.self) == EventClass.kept.rawValue {
                searched = id
                continue
            }
            let isExpired = order.expired?.holds(id, at: row.stored(3, as: Int64.self) ?? 0) ?? false
            guard freed < order.bytes || (isExpired && chosen.count < Self.mostExpired) else {
                outcome.drops.isPartial = isExpired
                break
            }
            chosen.append(id)
            searched = id
            let bytes = Int64(min(max(row.stored(2, as: Int.self) ?? 0, 0), Self.mostBytes))
            let events = min(max(row.stored(1, as: Int.self) ?? 0, 0), Self.mostEvents)
            freed += bytes
            outcome.counters.bytes -= bytes
            outcome.counters.waiting -= events
            outcome.counters.count(events, dropped: isExpired ? .age : .oldest)
            outcome.drops.events[isExpired ? .age : .oldest, default: 0] += events
        }
        outcome.drops.searched = searched
        try deleteChunks(chosen)
    }

    func insert(_ sample: SpoolSample) throws {
        try execute(
            "INSERT INTO sample(at, queued, queued_bytes, departed) VALUES(?, ?, ?, ?)",
            [sample.at, sample.queued, sample.queuedBytes, sample.left])
        try execute("DELETE FROM sample WHERE id <= ?", [database.lastInsertedRowID - SpoolSample.limit])
    }
}
