import GRDB
import Glibc

extension SpoolReader {
    /// Depth, ages and rates; reads no events.
    public func overview() throws(Fault) -> SpoolOverview {
        let (fileBytes, journalBytes) = (Self.size(path), Self.size(path + "-wal"))
        var disk = statvfs()
        let free = statvfs(path, &disk) == 0 ? Int64(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize)) : nil
        return try read { database in
            let counters = try SpoolDatabase.counters(database)
            var events: [EventClass: Int] = [:]
            var chunks = 0
            let classes = try Row.fetchCursor(
                database, sql: "SELECT class, sum(count - first), count(*) FROM chunk GROUP BY class")
            while let row = try classes.next() {
                events[EventClass(rawValue: row[0]) ?? .ordinary, default: 0] += row[1] as Int
                chunks += row[2] as Int
            }
            let pages = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            let now = SpoolSample(counters, at: SystemClock.seconds())
            return SpoolOverview(
                counters: counters, chunks: chunks, events: events,
                oldest: try Int64.fetchOne(database, sql: "SELECT nullif(at, 0) FROM chunk ORDER BY id LIMIT 1"),
                newest: try Int64.fetchOne(database, sql: "SELECT nullif(at, 0) FROM chunk ORDER BY id DESC LIMIT 1"),
                deadLetters: try Int.fetchOne(database, sql: "SELECT count(*) FROM dead_letter") ?? 0,
                deadLetterKinds: try Self.kinds(database),
                fileBytes: fileBytes + journalBytes, reusableBytes: pages * Int64(SpoolSchema.pageSize),
                freeDiskBytes: free, rates: SpoolRates(samples: try Self.samples(database), current: now),
                journalBytes: journalBytes)
        }
    }

    /// From an index alone: the letters themselves may be large.
    private static func kinds(_ database: Database) throws -> [DeadLetterKind] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT source, code, count(*) AS number, max(id) FROM dead_letter GROUP BY code, source
                ORDER BY number DESC, source, code LIMIT ?
                """, arguments: [DeadLetterKind.listed])
        return try rows.enumerated().map { index, row in
            let example =
                index < DeadLetterKind.explained
                ? try Row.fetchOne(
                    database, sql: "SELECT reason, origin FROM dead_letter WHERE id = ?", arguments: [row[3] as Int64])
                : nil
            return DeadLetterKind(
                source: row[0], code: row[1], count: row[2], reason: example?[0], origin: example?[1])
        }
    }

    private static func samples(_ database: Database) throws -> [SpoolSample] {
        try Row.fetchAll(database, sql: "SELECT at, queued, queued_bytes, departed FROM sample ORDER BY id").map {
            SpoolSample(at: $0[0], queued: $0[1], queuedBytes: $0[2], left: $0[3])
        }
    }

    private static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
