import Foundation
import GRDB
import Glibc

/// What a command does with the spool's database beside a running host: it reads dead letters, leaves requests, and fetches
/// their answers.
public struct SpoolVisitor: Sendable {
    /// The file and what is wrong with it.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    private let path: String
    private let queue: DatabaseQueue

    /// Opens the spool; nil when there is none yet.
    ///
    /// - Throws: ``Fault``.
    public init?(path: String) throws {
        guard access(path, F_OK) == 0 else { return nil }
        self.path = path
        var configuration = Configuration()
        configuration.label = "spool-visitor"
        // Longer than any transaction of the host takes.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous=FULL") }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let version = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
            if version > SpoolSchema.version { throw SpoolError.newerFormat(path) }
            if version < SpoolSchema.version {
                throw Fault(
                    description: "\(path): of an earlier version: start the host once, which brings it up to date")
            }
        } catch let error as DatabaseError {
            throw Fault(description: "spool \(path): \(SpoolFault(error).text)")
        } catch let error as SpoolError {
            throw Fault(description: "\(error)")
        }
    }

    /// Lets go of the file.
    public func close() { try? queue.close() }

    public func deadLetters(_ query: DeadLetterQuery) throws -> DeadLetterPage {
        try perform { try queue.read { try SpoolDatabase.deadLetters($0, query) } }
    }

    /// How many there are behind one.
    public func deadLetterCount(_ selection: DeadLetterSelection, after id: Int64) throws -> Int {
        try perform { try queue.read { try SpoolDatabase.deadLetterCount($0, selection, after: id) } }
    }

    /// Leaves a request for the running host.
    ///
    /// - Returns: its id.
    public func leave(kind: String, argument: String) throws -> Int64 {
        try perform {
            try queue.write { database in
                try database.execute(
                    sql: "INSERT INTO request(kind, argument, at) VALUES(?, ?, unixepoch())",
                    arguments: [kind, argument])
                return database.lastInsertedRowID
            }
        }
    }

    /// Takes the answer to a request; nil when there is none yet.
    public func answer(to id: Int64) throws -> String? {
        let mark = "\(id)\n"
        return try perform {
            let row = try queue.read { database in
                try Row.fetchOne(
                    database, sql: "SELECT id, argument FROM request WHERE kind = ? AND substr(argument, 1, ?) = ?",
                    arguments: [SpoolRequest.answer, mark.utf8.count, mark])
            }
            guard let row else { return nil }
            try queue.write { try $0.execute(sql: "DELETE FROM request WHERE id = ?", arguments: [row[0] as Int64]) }
            return String((row[1] as String).dropFirst(mark.count))
        }
    }

    private func perform<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw Fault(description: "spool \(path): \(SpoolFault(error).text)")
        }
    }
}
