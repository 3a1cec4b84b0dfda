import Foundation
import GRDB

extension SpoolTransaction {
    /// What becomes of dead letters; the events that were made of them are in the same transaction.
    func apply(_ changes: DeadLetterChanges, at: Int64, _ counters: inout SpoolCounters) throws {
        for id in changes.settled { _ = try remove(id, &counters) }
        for id in changes.dropped where try remove(id, &counters) {
            counters.named[SpoolCounters.removedLetters, default: 0] += 1
        }
        for failure in changes.failed { try note(failure, at: at) }
        for answer in changes.answers { try put(answer, at: at) }
    }

    func insert(_ letter: DeadLetter, at: Int64, _ counters: inout SpoolCounters) throws {
        try execute(
            """
            INSERT INTO dead_letter(at, source, code, reason, origin, bytes, topic, type, record)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                at, letter.source, letter.code, letter.reason, letter.origin, Data(letter.bytes), letter.topic,
                letter.type.map { Int64($0) }, letter.record.map { Data($0) },
            ])
        counters.deadLetters += 1
        counters.deadLetterBytes += Int64(letter.bytes.count)
    }

    /// Keeps within the limits: the oldest make room.
    func trimDeadLetters(at now: Int64, _ counters: inout SpoolCounters) throws {
        let limits = settings.deadLetters
        let oldest = try database.cachedStatement(
            sql: "SELECT id, length(bytes), at FROM dead_letter ORDER BY id LIMIT 1")
        while counters.deadLetters > 0 {
            let isOver =
                counters.deadLetters > limits.count
                || (counters.deadLetters > 1 && counters.deadLetterBytes > limits.bytes)
            guard isOver || limits.age != nil, let row = try Row.fetchOne(oldest) else { return }
            let (id, at) = (row.stored(0, as: Int64.self), row.stored(2, as: Int64.self) ?? 0)
            guard isOver || limits.age.map({ now - at > $0 }) ?? false, let id else { return }
            try delete(id, bytes: row.stored(1, as: Int64.self) ?? 0, &counters)
            counters.deadLettersDropped += 1
        }
    }

    /// Whether it was still there.
    private func remove(_ id: Int64, _ counters: inout SpoolCounters) throws -> Bool {
        let size = try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT length(bytes) FROM dead_letter WHERE id = ?"), arguments: [id])
        guard let size else { return false }
        try delete(id, bytes: size, &counters)
        return true
    }

    private func delete(_ id: Int64, bytes: Int64, _ counters: inout SpoolCounters) throws {
        try execute("DELETE FROM dead_letter WHERE id = ?", [id])
        counters.deadLetters -= 1
        counters.deadLetterBytes -= bytes
    }

    /// The first reason goes into the history with the first try, so that nothing that was said is forgotten.
    private func note(_ failure: DeadLetterChanges.Failure, at: Int64) throws {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT at, reason, attempts, history FROM dead_letter WHERE id = ?"),
            arguments: [failure.id])
        guard let row else { return }
        var tries = DeadLetterTry.list(row[3])
        if row[2] as Int == 0 { tries = [DeadLetterTry(at: row[0], reason: row[1])] }
        tries.append(DeadLetterTry(at: at, reason: failure.reason))
        try execute(
            "UPDATE dead_letter SET attempts = attempts + 1, history = ? WHERE id = ?",
            [DeadLetterTry.text(tries), failure.id])
        guard let code = failure.code else { return }
        try execute(
            "UPDATE dead_letter SET code = ?, reason = ? WHERE id = ?", [code, failure.reason, failure.id])
    }

    private func put(_ answer: SpoolRequest.Answer, at: Int64) throws {
        try execute("DELETE FROM request WHERE id = ?", [answer.id])
        try execute(
            "DELETE FROM request WHERE kind = ? AND at < ?", [SpoolRequest.answer, at - SpoolRequest.answerLifetime])
        try execute(
            "INSERT INTO request(kind, argument, at) VALUES(?, ?, ?)",
            [SpoolRequest.answer, "\(answer.id)\n\(answer.text)", at])
    }
}
