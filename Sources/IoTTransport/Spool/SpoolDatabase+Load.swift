import Foundation
import GRDB

extension SpoolDatabase {
    func load() throws -> SpoolContents {
        try queue.inDatabase { database in
            var checkpoints: [String: [UInt8]] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT source, value FROM checkpoint") {
                let value: Data = row[1]
                checkpoints[row[0]] = [UInt8](value)
            }
            let types = try Row.fetchAll(database, sql: "SELECT id, type, subtype FROM event_type").compactMap { row in
                UInt16(exactly: row[0] as Int64).map {
                    EventTypeTable.Row(id: $0, name: EventTypeTable.Name(type: row[1], subtype: row[2]))
                }
            }
            let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM chunk") ?? 0
            return SpoolContents(
                counters: try counters(database), checkpoints: checkpoints, types: types, nextChunkID: last + 1)
        }
    }

    private func counters(_ database: Database) throws -> SpoolCounters {
        var counters = SpoolCounters()
        if let row = try Row.fetchOne(database, sql: "SELECT * FROM counters WHERE id = 1") {
            counters.mapped = row["mapped"]
            counters.queued = row["queued"]
            counters.filtered = row["filtered"]
            counters.duplicate = row["duplicate"]
            counters.dead = row["dead"]
            counters.acknowledged = row["acknowledged"]
            counters.waiting = row["waiting"]
            counters.bytes = row["bytes"]
            counters.deadLettersDropped = row["dead_letters_dropped"]
            counters.deadLetterBytes = row["dead_letter_bytes"]
            counters.retried = row["retried"]
            counters.dropped = row["dropped"]
            counters.deadLate = row["dead_late"]
        }
        counters.deadLetters = try Int.fetchOne(database, sql: "SELECT count(at) FROM dead_letter") ?? 0
        for row in try Row.fetchAll(database, sql: "SELECT name, value FROM named_counter") {
            counters.named[row[0]] = row[1]
        }
        return counters
    }
}
