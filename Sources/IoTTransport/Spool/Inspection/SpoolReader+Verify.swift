import Foundation
import GRDB

extension SpoolReader {
    /// What was checked.
    public struct Verified: Sendable, Equatable {
        public var chunks = 0
        public var events = 0
        public var pages = 0
    }

    /// What the rows add up to at one moment.
    private struct Sums {
        var waiting = 0
        var bytes: Int64 = 0
        var keptBytes: Int64 = 0
    }

    /// Checks the pages, the bytes of every chunk, and the counters against the rows.
    ///
    /// - Throws: ``Fault`` when the file cannot be read at all.
    public func verify(
        progress: (Int) -> Void = { _ in }, finding report: (SpoolFinding) -> Void
    ) throws(Fault) -> Verified {
        var verified = Verified()
        verified.pages = try checkPages(report)
        if let journal = JournalFrames(path: path + "-wal"), journal.damaged > 0 {
            report(SpoolFinding(.page, "\(journal.damaged) frames of the journal do not hold what was written"))
        }
        var last: Int64? = 0
        while let after = last {
            last = try checkChunks(after: after, &verified, report)
            progress(verified.chunks)
        }
        try checkCounters(report)
        return verified
    }

    private func checkPages(_ report: (SpoolFinding) -> Void) throws(Fault) -> Int {
        try guarded(report) { database in
            // Index contents are compared too: the tables without row ids are nothing else.
            for text in try String.fetchAll(database, sql: "PRAGMA integrity_check") where text != "ok" {
                report(SpoolFinding(.page, text))
            }
            return try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        } ?? 0
    }

    /// One slice; returns where the next one begins.
    private func checkChunks(
        after: Int64, _ verified: inout Verified, _ report: (SpoolFinding) -> Void
    ) throws(Fault) -> Int64? {
        var (chunks, events, bytes) = (0, 0, 0)
        let next: Int64?? = try guarded(report) { database in
            let rows = try Row.fetchCursor(database, sql: SpoolDatabase.chunksAfter, arguments: [after])
            while let row = try rows.next() {
                guard let id = row.stored(0, as: Int64.self) else { continue }
                chunks += 1
                if let stored = SpoolDatabase.chunk(row) {
                    events += stored.chunk.count - stored.first
                    bytes += stored.chunk.byteCount
                } else {
                    report(SpoolFinding(.chunk, "chunk \(id): its bytes, index or sum contradict each other"))
                }
                if bytes >= 16 << 20 { return id }
            }
            return Int64?.none
        }
        verified.chunks += chunks
        verified.events += events
        return next ?? nil
    }

    private func checkCounters(_ report: (SpoolFinding) -> Void) throws(Fault) {
        _ = try guarded(report) { database in
            let counters = try SpoolDatabase.counters(database)
            var sums = Sums()
            if let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT coalesce(sum(count - first), 0), coalesce(sum(bytes), 0),
                        coalesce(sum(CASE class WHEN 1 THEN bytes END), 0) FROM chunk
                    """)
            {
                sums = Sums(
                    waiting: row.stored(0, as: Int.self) ?? 0, bytes: row.stored(1, as: Int64.self) ?? 0,
                    keptBytes: row.stored(2, as: Int64.self) ?? 0)
            }
            let data = try Int64.fetchOne(database, sql: "SELECT coalesce(sum(length(data)), 0) FROM chunk_data") ?? 0
            if let fault = counters.imbalance { report(SpoolFinding(.counters, fault)) }
            compare("waiting events", Int64(counters.waiting), Int64(sums.waiting), report)
            compare("bytes", counters.bytes, sums.bytes, report)
            compare("bytes of kept events", counters.keptBytes, sums.keptBytes, report)
            compare("bytes in the index", sums.bytes, data, report)
            let letters =
                try Int64.fetchOne(database, sql: "SELECT coalesce(sum(length(bytes)), 0) FROM dead_letter") ?? 0
            compare("bytes of dead letters", counters.deadLetterBytes, letters, report)
            for source in try SpoolDatabase.checkpoints(database).damaged {
                report(SpoolFinding(.checkpoint, "the checkpoint of \(source) is not the one that was stored"))
            }
        }
    }

    private func compare(_ what: String, _ counted: Int64, _ found: Int64, _ report: (SpoolFinding) -> Void) {
        if counted != found { report(SpoolFinding(.counters, "\(what): counted \(counted), found \(found)")) }
    }

    /// What `body` reads, or nil and a finding when pages are broken there.
    private func guarded<Value>(
        _ report: (SpoolFinding) -> Void, _ body: (Database) throws -> Value
    ) throws(Fault) -> Value? {
        do {
            return try queue.read(body)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            report(SpoolFinding(.page, error.message ?? "broken pages"))
            return nil
        } catch {
            throw Self.fault(path, error)
        }
    }
}
