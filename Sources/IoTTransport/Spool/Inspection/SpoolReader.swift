import Foundation
import GRDB
import Glibc

/// Looks at a spool, beside a host that uses it or without one; changes nothing.
///
/// What takes long is read in slices, each of which sees one moment: a reader that stays at one moment keeps the journal
/// from being used again, and it would grow while the host writes.
public final class SpoolReader: Sendable {
    /// Why a file cannot be read as a spool; names the path and what to do.
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public let description: String

        init(_ description: String) { self.description = description }
    }

    /// The database file.
    public let path: String
    let queue: DatabaseQueue

    /// Opens the file for reading.
    ///
    /// - Throws: ``Fault``.
    public init(path: String) throws(Fault) {
        self.path = path
        try Self.checkFile(path)
        do {
            queue = try Self.open(path)
        } catch {
            throw Self.fault(path, error)
        }
        let version: Int
        do {
            version = try queue.read { database in
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                return try database.tableExists("chunk") ? version : 0
            }
        } catch {
            throw Self.fault(path, error)
        }
        switch version {
        case SpoolSchema.version: break
        case 0: throw Fault("\(path): a database, but no spool")
        case ..<SpoolSchema.version:
            throw Fault("\(path): made by an older version of this program; adapter-host run brings it up to date")
        default: throw Fault("\(path): made by a newer version of this program")
        }
    }

    /// Reads within one moment.
    func read<Value>(_ body: (Database) throws -> Value) throws(Fault) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw Self.fault(path, error)
        }
    }

    /// What can be said without SQLite, whose own words are the same for all of these.
    private static func checkFile(_ path: String) throws(Fault) {
        var status = stat()
        if stat(path, &status) != 0 {
            if errno == ENOENT {
                throw Fault("\(path): there is no spool yet; adapter-host run makes it when it first starts")
            }
            throw Fault("\(path): \(SystemFault.text(errno))")
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw Fault("\(path): a folder; a spool is a file") }
        if access(path, R_OK) != 0 { throw Fault("\(path): cannot be read: \(SystemFault.text(errno))") }
        if status.st_size == 0 {
            throw Fault("\(path): empty: no spool, or one that was never used; adapter-host run fills it")
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "spool reader"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size=-8192") }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_READONLY
        {
            // A folder that one may not write, and no journal: then the file is all there is, and nobody changes it.
            guard access(path + "-wal", F_OK) != 0 else { throw error }
            return try DatabaseQueue(path: DatabaseURI.text(path, ["immutable": "1"]), configuration: configuration)
        }
    }

    static func fault(_ path: String, _ error: any Error) -> Fault {
        guard let error = error as? DatabaseError else { return Fault("\(path): \(error)") }
        switch error.resultCode {
        case .SQLITE_NOTADB: return Fault("\(path): no spool: not a database, or its first page is damaged")
        case .SQLITE_CORRUPT: return Fault("\(path): damaged (\(error.message ?? "")); adapter-host run salvages it")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY:
            return Fault(
                "\(path): its journal (\(path)-wal) cannot be opened: run this as the user that the host runs as")
        default: return Fault("\(path): \(SpoolFault(error).text)")
        }
    }
}
