import Foundation
import GRDB

/// Some of the chunks that are to be deleted are not there: they did not survive damage, and are counted as lost.
struct MissingChunks: Error {}

/// The statements of one transaction; the caller begins and ends it.
struct SpoolTransaction {
    let database: Database
    let settings: SpoolSettings

    func run(_ work: SpoolWork, _ outcome: inout SpoolOutcome) throws {
        if work.takesSample { try insert(SpoolSample(work.counters, at: work.at)) }
        if !work.damaged.isEmpty { try setAside(work.damaged, at: work.at, &outcome) }
        if !work.drop.isEmpty { try drop(work.drop, &outcome) }
        if work.onlyDrops, outcome.counters == work.counters { return }
        for row in work.types {
            try execute(
                "INSERT OR REPLACE INTO event_type VALUES(?, ?, ?)", [Int64(row.id), row.name.type, row.name.subtype])
        }
        // Of several checkpoints of a source only the last is ever read.
        var checkpoints: [String: [UInt8]] = [:]
        for append in work.appends {
            for chunk in append.chunks { try insert(chunk, of: append.source, at: work.at, &outcome) }
            if let checkpoint = append.checkpoint { checkpoints[append.source] = checkpoint }
            outcome.counters.add(append)
            if let recent = append.recent { try store(recent, of: append.source) }
            for letter in append.deadLetters { try insert(letter, at: work.at, &outcome.counters) }
            if let letters = append.letters { try apply(letters, at: work.at, &outcome.counters) }
        }
        for (source, checkpoint) in checkpoints {
            try execute(
                """
                INSERT INTO checkpoint(source, value, sum) VALUES(?, ?, ?)
                ON CONFLICT DO UPDATE SET value = excluded.value, sum = excluded.sum
                """, [source, Data(checkpoint), SpoolSum.of(source: source, checkpoint: checkpoint)])
        }
        try delete(work.released, at: work.at, &outcome.counters)
        for (id, prefix) in work.prefixes { try acknowledge(prefix, of: id, at: work.at, &outcome.counters) }
        try trimDeadLetters(at: work.at, &outcome.counters)
        try write(outcome.counters, before: work.counters)
    }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    private func insert(_ chunk: EventChunk, of source: String, at: Int64, _ outcome: inout SpoolOutcome) throws {
        let id = outcome.nextChunkID
        let packed = chunk.packedEntries()
        try execute(
            """
            INSERT INTO chunk(id, topic, count, first, bytes, entries, source, class, at, sum)
            VALUES(?, ?, ?, 0, ?, ?, ?, ?, ?, ?)
            """,
            [
                id, chunk.topic, chunk.count, chunk.byteCount, Data(packed), source, chunk.eventClass.rawValue, at,
                SpoolSum.of(chunk, packed: packed, id: id, source: source),
            ])
        try chunk.withBytes { bytes in
            // The statement is finished before the bytes can go away, so they need no copy.
            let data =
                bytes.baseAddress.map {
                    Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: $0), count: bytes.count, deallocator: .none)
                } ?? Data()
            try execute("INSERT INTO chunk_data VALUES(?, ?)", [id, data])
        }
        outcome.chunks.append(StoredChunk(id: id, source: source, chunk: chunk, storedFirst: 0, first: 0))
        outcome.nextChunkID += 1
    }

    /// Chunks leave almost in order, so they are deleted as ranges.
    private func delete(_ released: [ReleasedChunk], at: Int64, _ counters: inout SpoolCounters) throws {
        guard try deleteChunks(released.map(\.id).sorted()) == released.count else { throw MissingChunks() }
        for chunk in released {
            counters.left(chunk.events, chunk.departures)
            for letter in chunk.departures.dead { try insert(letter, at: at, &counters) }
            counters.bytes -= Int64(chunk.bytes)
            if chunk.eventClass == .kept { counters.keptBytes -= Int64(chunk.bytes) }
        }
    }

    /// - Parameter ids: rising.
    /// - Returns: how many of them there were.
    @discardableResult
    func deleteChunks(_ ids: [Int64]) throws -> Int {
        var start = 0
        var deleted = 0
        while start < ids.count {
            var end = start
            while end + 1 < ids.count, ids[end + 1] == ids[end] + 1 { end += 1 }
            try execute("DELETE FROM chunk WHERE id BETWEEN ? AND ?", [ids[start], ids[end]])
            deleted += database.changesCount
            try execute("DELETE FROM chunk_data WHERE id BETWEEN ? AND ?", [ids[start], ids[end]])
            start = end + 1
        }
        return deleted
    }

    private func acknowledge(
        _ prefix: ChunkPrefix, of id: Int64, at: Int64, _ counters: inout SpoolCounters
    ) throws {
        let row = try Row.fetchOne(database, sql: "SELECT first, sum FROM chunk WHERE id = ?", arguments: [id])
        guard let row, let stored = row.stored(0, as: Int.self), stored < prefix.events else { return }
        let sum = row.stored(1, as: Int64.self).map {
            $0 ^ SpoolSum.of(first: stored) ^ SpoolSum.of(first: prefix.events)
        }
        try execute("UPDATE chunk SET first = ?, sum = ? WHERE id = ?", [prefix.events, sum, id])
        counters.left(prefix.events - stored, prefix.departures)
        for letter in prefix.departures.dead { try insert(letter, at: at, &counters) }
    }

    func write(_ counters: SpoolCounters, before: SpoolCounters) throws {
        for (name, value) in counters.named where before.named[name] != value {
            try execute(
                "INSERT INTO named_counter VALUES(?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                [name, value])
        }
        try execute(
            """
            INSERT OR REPLACE INTO counters(
                id, mapped, queued, filtered, duplicate, dead, acknowledged, waiting, bytes, dead_letters_dropped,
                dead_letter_bytes, retried, dropped, dead_late, kept_bytes, queued_bytes)
            VALUES(1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                counters.mapped, counters.queued, counters.filtered, counters.duplicate, counters.dead,
                counters.acknowledged, counters.waiting, counters.bytes, counters.deadLettersDropped,
                counters.deadLetterBytes, counters.retried, counters.dropped, counters.deadLate,
                counters.keptBytes, counters.queuedBytes,
            ])
    }
}
