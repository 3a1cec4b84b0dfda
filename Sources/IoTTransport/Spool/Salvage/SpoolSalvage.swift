import Foundation
import GRDB

/// Makes a new spool of what can be read of a damaged one.
///
/// Rows are taken out of the damaged file's pages one by one, then the chunks are checked against their sums. Events that
/// cannot be proven to be what was queued do not go on. If any may be missing, checkpoints and remembered ids do not go on
/// either: sources then read again what is still there, and the platform gets the same events under the same ids. What a
/// checkpoint covers is lost for good otherwise.
struct SpoolSalvage {
    private let reader: PageReader
    private let database: SpoolDatabase
    private var counters: SpoolCounters?
    private var named: [String: Int] = [:]
    private var report = SalvageReport()
    private var pendingBytes = 0

    /// Bytes that one transaction takes over.
    private static let transactionBytes = 4 << 20

    /// - Parameters:
    ///   - path: the damaged file, which is only read.
    ///   - settings: the new file's, which is not there yet.
    static func run(from path: String, to settings: SpoolSettings) throws -> SalvageReport {
        let file = try PageFile(path: path, defaultPageSize: SpoolSchema.pageSize)
        var settings = settings
        settings.fileSystem = nil
        let database = try SpoolDatabase(settings)
        var salvage = SpoolSalvage(reader: PageReader(file: file), database: database)
        salvage.report.damagedFrames = file.damagedFrames
        try salvage.copyRows()
        try salvage.finish()
        try database.queue.inDatabase { _ = try $0.checkpoint(.truncate) }
        try database.close()
        return salvage.report
    }

    private init(reader: PageReader, database: SpoolDatabase) {
        self.reader = reader
        self.database = database
    }

    private mutating func copyRows() throws {
        for page in reader.pagesWithRows() {
            var rows: [StoredRow] = []
            reader.rows(ofPage: page) { rows.append($0) }
            guard !rows.isEmpty else { continue }
            try database.queue.inDatabase { database in
                if !database.isInsideTransaction { try database.beginTransaction(.immediate) }
                for row in rows { try copy(row, to: database) }
                guard pendingBytes >= Self.transactionBytes else { return }
                try database.commit()
                pendingBytes = 0
            }
        }
    }

    /// A row is known by the form of its columns. Where a page is there in two versions, the first one counts; a chunk of
    /// mixed versions fails its sum.
    private mutating func copy(_ row: StoredRow, to database: Database) throws {
        let columns = row.columns
        pendingBytes += columns.reduce(64) { $0 + ($1.blob?.count ?? 0) }
        switch (columns.first, columns.count) {
        case (.null, 2):
            guard let data = columns[1].blob else { return }
            try database.execute(
                sql: "INSERT OR IGNORE INTO chunk_data VALUES(?, ?)", arguments: [row.rowID, Data(data)])
        case (.null, 3):
            guard let type = columns[1].text, let subtype = columns[2].text, UInt16(exactly: row.rowID) != nil else {
                return
            }
            try database.execute(
                sql: "INSERT OR IGNORE INTO event_type VALUES(?, ?, ?)", arguments: [row.rowID, type, subtype])
        case (.null, 6...):
            if columns[1].integer != nil, columns[2].integer != nil {
                takeCounters(columns)
            } else if columns[1].integer != nil {
                try copyLetter(row, to: database)
            } else {
                try copyChunk(row, to: database)
            }
        case (.text, 2...): try copyNamed(columns, to: database)
        default: return
        }
    }

    private func copyChunk(_ row: StoredRow, to database: Database) throws {
        let columns = row.columns
        guard let topic = columns[1].text, let count = columns[2].integer, let first = columns[3].integer,
            let bytes = columns[4].integer, let entries = columns[5].blob
        else { return }
        let added = columns.count >= 10 ? columns[6...] : [.text([]), .integer(0), .integer(0), .null]
        guard let source = added[added.startIndex].text, let eventClass = added[added.startIndex + 1].integer,
            let at = added[added.startIndex + 2].integer
        else { return }
        try database.execute(
            sql: "INSERT OR IGNORE INTO chunk VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                row.rowID, topic, count, first, bytes, Data(entries), source, eventClass, at,
                added[added.startIndex + 3].integer,
            ])
    }

    private mutating func copyLetter(_ row: StoredRow, to database: Database) throws {
        let columns = row.columns
        guard columns[2].text != nil, columns[3].text != nil, columns[4].text != nil, columns[5].blob != nil else {
            return
        }
        let names = try database.columns(in: "dead_letter").map(\.name)
        guard columns.count <= names.count else { return }
        var values: [DatabaseValue] = [row.rowID.databaseValue]
        values += columns.dropFirst().map(\.databaseValue)
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO dead_letter(\(names.prefix(values.count).joined(separator: ", "))) VALUES(\(marks))
                """, arguments: StatementArguments(values))
    }

    /// Rows of the tables that have a text as their key.
    private mutating func copyNamed(_ columns: [StoredValue], to database: Database) throws {
        guard let name = columns[0].text else { return }
        if columns.count == 2, let value = columns[1].integer {
            guard SpoolCounters.sane.contains(Int(value)) else { return }
            named[name] = max(named[name] ?? 0, Int(value))
        } else if columns.count <= 3, let value = columns[1].blob {
            let sum = columns.count == 3 ? columns[2].integer : nil
            guard sum == nil || sum == SpoolSum.of(source: name, checkpoint: value) else { return }
            try database.execute(
                sql: "INSERT OR IGNORE INTO checkpoint(source, value, sum) VALUES(?, ?, ?)",
                arguments: [name, Data(value), SpoolSum.of(source: name, checkpoint: value)])
        } else if columns.count == 5, let ids = columns[4].blob, let segment = columns[1].integer,
            let line = columns[2].integer, let day = columns[3].integer
        {
            try database.execute(
                sql: "INSERT OR IGNORE INTO recent_ids VALUES(?, ?, ?, ?, ?)",
                arguments: [name, segment, line, day, Data(ids)])
        }
    }

    private mutating func takeCounters(_ columns: [StoredValue]) {
        let numbers = columns.dropFirst().map { Int($0.integer ?? -1) }
        guard numbers.count >= 10, numbers.allSatisfy(SpoolCounters.sane.contains) else { return }
        func number(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
        var found = SpoolCounters()
        (found.mapped, found.queued, found.filtered) = (number(0), number(1), number(2))
        (found.duplicate, found.dead, found.acknowledged) = (number(3), number(4), number(5))
        (found.waiting, found.bytes) = (number(6), Int64(number(7)))
        (found.deadLettersDropped, found.deadLetterBytes) = (number(8), Int64(number(9)))
        (found.retried, found.dropped, found.deadLate) = (number(10), number(11), number(12))
        (found.keptBytes, found.queuedBytes) = (Int64(number(13)), Int64(number(14)))
        // Of two versions the later one.
        if found.mapped >= counters?.mapped ?? 0 { counters = found }
    }

    private mutating func finish() throws {
        try database.queue.inDatabase { database in
            if database.isInsideTransaction { try database.commit() }
        }
        try dropBroken()
        try database.queue.inDatabase { database in
            try database.inTransaction(.immediate) {
                try fillTypes(database)
                try count(database)
                if !report.isComplete { try forgetCheckpoints(database) }
                return .commit
            }
        }
    }

    /// Checks every chunk, and deletes those that are not what was stored.
    private mutating func dropBroken() throws {
        var last: Int64? = 0
        while let after = last {
            last = try database.queue.inDatabase { database in
                var broken: [Int64] = []
                let end = try check(database, after: after, &broken)
                try database.inTransaction(.immediate) {
                    try SpoolTransaction(database: database, settings: self.database.settings).deleteChunks(broken)
                    return .commit
                }
                report.brokenChunks += broken
                return end
            }
        }
        try database.queue.inDatabase { database in
            let stray = try Int64.fetchAll(
                database, sql: "SELECT id FROM chunk_data WHERE id NOT IN (SELECT id FROM chunk) ORDER BY id")
            report.brokenChunks += stray
            try database.inTransaction(.immediate) {
                try SpoolTransaction(database: database, settings: self.database.settings).deleteChunks(stray)
                return .commit
            }
        }
    }

    /// One slice; returns where the next one begins.
    private mutating func check(_ database: Database, after: Int64, _ broken: inout [Int64]) throws -> Int64? {
        var bytes = 0
        let rows = try Row.fetchCursor(database, sql: SpoolDatabase.chunksAfter, arguments: [after])
        while let row = try rows.next() {
            guard let id = row.stored(0, as: Int64.self) else { return nil }
            if let found = SpoolDatabase.chunk(row) {
                bytes += found.chunk.byteCount
                report.chunks += 1
                report.events += found.chunk.count - found.first
                report.bytes += Int64(found.chunk.byteCount)
            } else {
                broken.append(id)
            }
            if bytes >= Self.transactionBytes { return id }
        }
        return nil
    }

    /// Types that lost their names keep their numbers: events of another type must not get them.
    private func fillTypes(_ database: Database) throws {
        let named = Set(try Int64.fetchAll(database, sql: "SELECT id FROM event_type"))
        var used: Set<UInt16> = []
        let rows = try Row.fetchCursor(database, sql: "SELECT entries FROM chunk")
        while let row = try rows.next() {
            try row.withUnsafeData(atIndex: 0) { data in
                (data ?? Data()).withUnsafeBytes { bytes in
                    for index in 0..<bytes.count / ChunkEntry.byteCount {
                        let at = index * ChunkEntry.byteCount + 4
                        used.insert(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)))
                    }
                }
            }
        }
        for id in used.sorted() where !named.contains(Int64(id)) && id != EventTypeTable.overflow {
            try database.execute(sql: "INSERT INTO event_type VALUES(?, '', ?)", arguments: [Int64(id), "lost \(id)"])
        }
    }

    private mutating func count(_ database: Database) throws {
        report.hasCounters = counters != nil
        var counters = self.counters ?? SpoolCounters()
        counters.named = named
        let row = try Row.fetchOne(database, sql: "SELECT count(*), coalesce(sum(length(bytes)), 0) FROM dead_letter")
        report.deadLetters = row?.stored(0, as: Int.self) ?? 0
        counters.deadLetterBytes = row?.stored(1, as: Int64.self) ?? 0
        let (dropped, recounted) = (counters.dropped, counters.named["recounted"])
        try SpoolTransaction.recount(database, &counters)
        if self.counters != nil, counters.named["recounted"] == recounted {
            report.lostEvents = counters.dropped - dropped
        }
        try SpoolTransaction(database: database, settings: self.database.settings).write(
            counters, before: SpoolCounters())
    }

    private mutating func forgetCheckpoints(_ database: Database) throws {
        report.forgotten = try String.fetchAll(database, sql: "SELECT source FROM checkpoint ORDER BY source")
        try database.execute(sql: "DELETE FROM checkpoint; DELETE FROM recent_ids;")
    }
}

extension StoredValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null, .real: .null
        case .integer(let value): value.databaseValue
        case .text(let bytes): String(decoding: bytes, as: UTF8.self).databaseValue
        case .blob(let bytes): Data(bytes).databaseValue
        }
    }
}
