import GRDB
import Glibc
import Logging

/// Opening a spool whatever its state: an unreadable one is kept aside and a new one started.
enum DamagedSpool {
    /// - Throws: ``SpoolError`` when neither the file nor a new one can be opened.
    static func open(_ settings: SpoolSettings, _ logger: Logger) throws -> (SpoolDatabase, SpoolContents) {
        do {
            return try attempt(settings)
        } catch let error as DatabaseError where isDamage(error) {
            let aside = try moveAside(settings.path)
            logger.warning("spool \(settings.path): damaged (\(error.message ?? "")); kept as \(aside), starting anew")
        } catch let error as DatabaseError {
            throw cannotOpen(settings.path, error)
        }
        do {
            return try attempt(settings)
        } catch let error as DatabaseError {
            throw cannotOpen(settings.path, error)
        }
    }

    private static func attempt(_ settings: SpoolSettings) throws -> (SpoolDatabase, SpoolContents) {
        let database = try SpoolDatabase(settings)
        return (database, try database.load())
    }

    /// Not a database, broken pages, or not the tables that its version should have.
    private static func isDamage(_ error: DatabaseError) -> Bool {
        [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_MISMATCH].contains(error.resultCode)
    }

    private static func cannotOpen(_ path: String, _ error: DatabaseError) -> SpoolError {
        .cannotOpen("spool \(path): \(SpoolFault(error).text)")
    }

    /// Renames the file and its journal to the first free `.damaged-<n>`.
    private static func moveAside(_ path: String) throws -> String {
        for number in 1...9_999 {
            let aside = "\(path).damaged-\(number)"
            if access(aside, F_OK) == 0 { continue }
            guard rename(path, aside) == 0 else {
                throw SpoolError.cannotOpen("spool \(path): damaged, and \(SystemFault("rename", errno))")
            }
            for suffix in ["-wal", "-shm"] { _ = rename(path + suffix, aside + suffix) }
            return aside
        }
        throw SpoolError.cannotOpen("spool \(path): damaged, and too many damaged ones beside it")
    }
}
