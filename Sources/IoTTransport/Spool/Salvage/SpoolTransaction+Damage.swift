import Foundation
import GRDB

extension SpoolTransaction {
    /// Makes dead letters of chunks that cannot be told apart into events any more, and counts anew what waits: the number
    /// of events in a damaged chunk may be damaged itself.
    func setAside(_ ids: [Int64], at: Int64, _ outcome: inout SpoolOutcome) throws {
        for id in ids {
            let row = try Row.fetchOne(
                database, sql: "SELECT source, data FROM chunk LEFT JOIN chunk_data USING (id) WHERE chunk.id = ?",
                arguments: [id])
            guard let row else { continue }
            let letter = DeadLetter(
                source: row.stored(0, as: String.self) ?? "", code: "damaged",
                reason: "chunk \(id) of the spool was damaged on disk; these are its bytes",
                origin: "\(settings.path): chunk \(id)", bytes: [UInt8](row.stored(1, as: Data.self) ?? Data()))
            try insert(letter, at: at, &outcome.counters)
        }
        try deleteChunks(ids.sorted())
        let before = outcome.counters.dropped
        try Self.recount(database, &outcome.counters)
        outcome.lost += outcome.counters.dropped - before
    }

    /// What a chunk can hold; all else is damage, which must not make a sum overflow.
    static let mostEvents = 1 << 24
    static let mostBytes = 1 << 31

    /// Counts what waits by the rows. Reads no events, but all that the spool knows of them.
    static func recount(_ database: Database, _ counters: inout SpoolCounters) throws {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT coalesce(sum(min(max(count - first, 0), \(mostEvents))), 0),
                    coalesce(sum(min(max(bytes, 0), \(mostBytes))), 0),
                    coalesce(sum(CASE class WHEN 1 THEN min(max(bytes, 0), \(mostBytes)) END), 0) FROM chunk
                """)
        guard let row else { return }
        counters.rebase(
            waiting: row.stored(0, as: Int.self) ?? 0, bytes: row.stored(1, as: Int64.self) ?? 0,
            keptBytes: row.stored(2, as: Int64.self) ?? 0)
    }
}
