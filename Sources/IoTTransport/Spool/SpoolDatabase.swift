import Foundation
import GRDB
import Logging

/// The spool's file. Used by the spool's thread only, once it is open.
struct SpoolDatabase: SpoolStore {
    let queue: DatabaseQueue
    let settings: SpoolSettings
    private let reserve: SpoolReserve

    /// Opens or creates the file.
    ///
    /// - Throws: ``SpoolError`` or GRDB's `DatabaseError`.
    init(_ settings: SpoolSettings) throws {
        self.settings = settings
        reserve = SpoolReserve(spool: settings.path)
        var configuration = Configuration()
        configuration.label = "spool"
        configuration.busyMode = .timeout(2)
        // Else GRDB ends the process when a disk fault also keeps a transaction from being rolled back.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { database in
            try SpoolSchema.prepare(database)
            if let pages = settings.maxPages { try database.execute(sql: "PRAGMA max_page_count=\(pages)") }
        }
        let name = settings.fileSystem.map { DatabaseURI.text(settings.path, ["vfs": $0]) } ?? settings.path
        queue = try DatabaseQueue(path: name, configuration: configuration)
        try queue.inDatabase { try SpoolSchema.create($0, path: settings.path) }
    }

    /// Does all of `work` in one transaction, on disk when it returns, or nothing of it.
    func store(_ work: SpoolWork) throws -> SpoolOutcome {
        do {
            return try transact(work)
        } catch is MissingChunks {
            var work = work
            try queue.inDatabase { database in
                let ids = try Set(Int64.fetchAll(database, sql: "SELECT id FROM chunk"))
                work.released.removeAll { !ids.contains($0.id) }
            }
            return try transact(work)
        }
    }

    private func transact(_ work: SpoolWork) throws -> SpoolOutcome {
        try queue.inDatabase { database in
            if database.isInsideTransaction { try database.rollback() }
            var outcome = SpoolOutcome(counters: work.counters, chunks: [], nextChunkID: work.firstChunkID)
            try database.inTransaction(.immediate) {
                try SpoolTransaction(database: database, settings: settings).run(work, &outcome)
                return .commit
            }
            return outcome
        }
    }

    /// Moves the journal into the file, so that the journal's space can be used again. It is as well if it fails.
    func checkpoint() {
        try? queue.inDatabase { database in
            if database.isInsideTransaction { try database.rollback() }
            _ = try database.checkpoint(.restart)
        }
    }

    /// Whether free pages of the file, from events that left, hold what `work` appends.
    func hasFreePages(for work: SpoolWork) throws -> Bool {
        let pages = try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA freelist_count") ?? 0 }
        let bytes = work.appends.reduce(0) { $0 + $1.memoryBytes }
        // A chunk of 64 KiB needs five pages of 16 KiB, and each table may need new inner pages.
        return pages >= bytes / SpoolSchema.pageSize * 5 / 4 + 32
    }

    /// The chunks behind `after`, in order, until `bytes` or `events` are reached.
    func read(
        after: Int64, bytes: Int, events: Int, released: Set<Int64>, prefixes: [Int64: ChunkPrefix]
    ) throws -> SpoolReading {
        try queue.inDatabase { database in
            let statement = try database.cachedStatement(sql: Self.chunksAfter)
            let rows = try Row.fetchCursor(statement, arguments: [after])
            var reading = SpoolReading(last: after)
            var (freeBytes, freeEvents) = (bytes, events)
            while freeBytes > 0, freeEvents > 0 {
                guard let row = try rows.next() else {
                    reading.reachedEnd = true
                    return reading
                }
                guard let id = row.stored(0, as: Int64.self) else { throw SpoolDamage("a chunk without a number") }
                reading.last = id
                if released.contains(id) { continue }
                guard let found = Self.chunk(row) else {
                    reading.unreadable.append(id)
                    continue
                }
                let (chunk, stored) = (found.chunk, found.first)
                let prefix = prefixes[id].flatMap { $0.events > stored ? $0 : nil } ?? ChunkPrefix(events: stored)
                reading.chunks.append(
                    StoredChunk(
                        id: id, source: found.source, chunk: chunk, storedFirst: stored, first: prefix.events,
                        departures: prefix.departures))
                freeBytes -= chunk.memoryBytes
                freeEvents -= chunk.count
            }
            return reading
        }
    }

    func holdReserve() -> Bool { reserve.hold() }

    func releaseReserve() { reserve.release() }

    func close() throws { try queue.close() }

    func salvaged(_ cause: String, _ logger: Logger) throws -> (any SpoolStore, SpoolContents) {
        try? close()
        return try DamagedSpool.salvageAndOpen(settings, cause, logger)
    }
}
