import Foundation
import GRDB

extension SpoolDatabase {
    func deadLetters(_ query: DeadLetterQuery) throws -> DeadLetterPage {
        try queue.inDatabase { try Self.deadLetters($0, query) }
    }

    func requests() throws -> [SpoolRequest] {
        try queue.inDatabase { database in
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: "SELECT id, kind, argument FROM request WHERE kind <> ? ORDER BY id LIMIT ?"),
                arguments: [SpoolRequest.answer, SpoolRequest.pageSize])
            return rows.map { SpoolRequest(id: $0[0], kind: $0[1], argument: $0[2]) }
        }
    }

    /// One page. Ids are looked up one by one, all else is found in their order.
    static func deadLetters(_ database: Database, _ query: DeadLetterQuery) throws -> DeadLetterPage {
        var page = DeadLetterPage()
        var bytes = 0
        /// Whether there is room for another.
        func take(_ row: Row) throws -> Bool {
            let letter = try letter(row, withBytes: query.withBytes)
            page.letters.append(letter)
            bytes += letter.bytes.count
            page.next = letter.id
            return page.letters.count < query.limit && bytes < DeadLetterQuery.pageBytes
        }
        let statement = try database.cachedStatement(sql: columns + (query.selection.ids == nil ? following : single))
        if let ids = query.selection.ids {
            for id in ids where id > query.after {
                guard let row = try Row.fetchOne(statement, arguments: [id]) else { continue }
                if try !take(row) { return page }
            }
        } else {
            let rows = try Row.fetchCursor(
                statement, arguments: [query.after, query.selection.source, query.selection.code])
            while let row = try rows.next() { if try !take(row) { return page } }
        }
        page.next = nil
        return page
    }

    /// How many there are behind one.
    static func deadLetterCount(
        _ database: Database, _ selection: DeadLetterSelection, after id: Int64
    ) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(*) FROM dead_letter AS letter " + conditions,
            arguments: [id, selection.source, selection.code]) ?? 0
    }

    private static let columns = """
        SELECT letter.id, at, source, code, reason, origin, topic, letter.type, event_type.type, event_type.subtype,
            record, attempts, history, bytes, length(bytes)
        FROM dead_letter AS letter LEFT JOIN event_type ON event_type.id = letter.type

        """
    private static let single = "WHERE letter.id = ?"
    private static let conditions = "WHERE letter.id > ?1 AND (?2 IS NULL OR source = ?2) AND (?3 IS NULL OR code = ?3)"
    private static let following = conditions + " ORDER BY letter.id"

    private static func letter(_ row: Row, withBytes: Bool) throws -> StoredDeadLetter {
        var event: StoredDeadLetter.Event?
        if let topic: String = row[6], let type: Int64 = row[7] {
            event = .init(
                topic: topic, typeID: UInt16(exactly: type) ?? EventTypeTable.overflow,
                type: row[8] as String? ?? "", subtype: row[9] as String? ?? "")
        }
        return StoredDeadLetter(
            id: row[0], at: row[1], source: row[2], code: row[3], reason: row[4], origin: row[5],
            bytes: withBytes ? [UInt8](row[13] as Data? ?? Data()) : [], size: row[14] as Int? ?? 0,
            record: (row[10] as Data?).map { [UInt8]($0) }, event: event, attempts: row[11],
            history: DeadLetterTry.list(row[12]))
    }
}
