import Foundation
import GRDB

extension SpoolDatabase {
    func load() throws -> SpoolContents {
        try queue.inDatabase { database in
            let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM chunk") ?? 0
            guard (0...Self.largestID).contains(last) else { throw SpoolDamage("a chunk has the number \(last)") }
            let checkpoints = try Self.checkpoints(database)
            var counters = try Self.counters(database)
            if !counters.balances { try SpoolTransaction.recount(database, &counters) }
            return SpoolContents(
                counters: counters, checkpoints: checkpoints.whole, damagedCheckpoints: checkpoints.damaged,
                types: try Self.types(database), nextChunkID: last + 1)
        }
    }

    /// A number that no chunk gets in this world's time.
    private static let largestID: Int64 = 1 << 53

    /// The newest checkpoint of each source, and the sources whose checkpoint is not the one that was stored.
    static func checkpoints(_ database: Database) throws -> (whole: [String: [UInt8]], damaged: [String]) {
        var whole: [String: [UInt8]] = [:]
        var damaged: [String] = []
        for row in try Row.fetchAll(database, sql: "SELECT source, value, sum FROM checkpoint") {
            guard let source = row.stored(0, as: String.self) else { continue }
            let value = row.stored(1, as: Data.self).map { [UInt8]($0) }
            // Rows of the first version have no sum.
            let sum = row.stored(2, as: Int64.self)
            if let value, sum == nil || sum == SpoolSum.of(source: source, checkpoint: value) {
                whole[source] = value
            } else {
                damaged.append(source)
            }
        }
        return (whole, damaged)
    }

    static func types(_ database: Database) throws -> [EventTypeTable.Row] {
        try Row.fetchAll(database, sql: "SELECT id, type, subtype FROM event_type").compactMap { row in
            guard let id = row.stored(0, as: Int64.self).flatMap({ UInt16(exactly: $0) }),
                let type = row.stored(1, as: String.self), let subtype = row.stored(2, as: String.self)
            else { return nil }
            return EventTypeTable.Row(id: id, name: EventTypeTable.Name(type: type, subtype: subtype))
        }
    }

    static func counters(_ database: Database) throws -> SpoolCounters {
        var counters = SpoolCounters()
        if let row = try Row.fetchOne(database, sql: "SELECT * FROM counters WHERE id = 1") {
            var isSane = true
            func number(_ name: String) throws -> Int {
                // A damaged schema may have lost a column, and GRDB's subscript would end the process.
                guard row.hasColumn(name) else { throw SpoolDamage("the counters have no column \"\(name)\"") }
                let value = Int.fromDatabaseValue(row[name] as DatabaseValue) ?? -1
                if !SpoolCounters.sane.contains(value) { isSane = false }
                return value
            }
            counters.mapped = try number("mapped")
            counters.queued = try number("queued")
            counters.filtered = try number("filtered")
            counters.duplicate = try number("duplicate")
            counters.dead = try number("dead")
            counters.acknowledged = try number("acknowledged")
            counters.waiting = try number("waiting")
            counters.bytes = try Int64(number("bytes"))
            counters.deadLettersDropped = try number("dead_letters_dropped")
            counters.deadLetterBytes = try Int64(number("dead_letter_bytes"))
            counters.retried = try number("retried")
            counters.dropped = try number("dropped")
            counters.deadLate = try number("dead_late")
            counters.keptBytes = try Int64(number("kept_bytes"))
            counters.queuedBytes = try Int64(number("queued_bytes"))
            // Adding up such numbers would end the process; these do not balance, so that the rows are counted.
            if !isSane {
                counters = SpoolCounters()
                counters.mapped = 1
            }
        } else {
            // Their row is gone with its page, and SQLite has not noticed: the same.
            counters.mapped = 1
        }
        counters.deadLetters = try Int.fetchOne(database, sql: "SELECT count(at) FROM dead_letter") ?? 0
        for row in try Row.fetchAll(database, sql: "SELECT name, value FROM named_counter") {
            guard let name = row.stored(0, as: String.self), let value = row.stored(1, as: Int.self),
                SpoolCounters.sane.contains(value)
            else { continue }
            counters.named[name] = value
        }
        return counters
    }
}
