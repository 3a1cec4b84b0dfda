import GRDB
import Glibc
import Logging

/// Opening a spool whatever its state: of a damaged one, what is readable goes on in a new file, and the old one is kept
/// aside.
enum DamagedSpool {
    /// - Throws: ``SpoolError`` when neither the file nor a new one can be opened.
    static func open(_ settings: SpoolSettings, _ logger: Logger) throws -> (SpoolDatabase, SpoolContents) {
        let files = SalvageFiles(path: settings.path)
        files.removeUnfinished()
        if files.isInterrupted {
            let aside = try files.install()
            logger.warning(
                "spool \(settings.path): a salvage that was cut short is complete; the damaged file is \(aside)")
        }
        do {
            if let journal = JournalFrames(path: settings.path + "-wal"), journal.damaged > 0 {
                // SQLite would pass over these and all behind them without a word.
                throw SpoolDamage("\(journal.damaged) pages of the journal are not what was written")
            }
            return try attempt(settings)
        } catch let error where isDamage(error) {
            return try salvageAndOpen(settings, "\(SpoolFault(error).text)", logger)
        } catch let error as DatabaseError {
            throw cannotOpen(settings.path, error)
        }
    }

    /// Nobody may have the damaged file open.
    static func salvageAndOpen(
        _ settings: SpoolSettings, _ cause: String, _ logger: Logger
    ) throws -> (SpoolDatabase, SpoolContents) {
        let report = try salvage(settings, cause, logger)
        do {
            var (database, contents) = try attempt(settings)
            contents.hasForgotten = !report.isComplete
            return (database, contents)
        } catch let error as DatabaseError {
            throw cannotOpen(settings.path, error)
        }
    }

    /// Makes a new spool of the damaged one and puts it in its place.
    private static func salvage(_ settings: SpoolSettings, _ cause: String, _ logger: Logger) throws -> SalvageReport {
        logger.notice("spool \(settings.path): \(cause); saving what can be read, which may take a while")
        let files = SalvageFiles(path: settings.path)
        files.removeUnfinished()
        var target = settings
        target.path = files.unfinished
        let report: SalvageReport
        do {
            report = try run(from: settings.path, to: target)
            try files.finish()
        } catch {
            files.removeUnfinished()
            guard let error = error as? DatabaseError else { throw error }
            throw cannotOpen(settings.path, error, "damaged, and what can be read cannot be saved")
        }
        let aside = try files.install()
        logger.warning("spool \(settings.path): \(cause): \(report.text); the damaged file is kept as \(aside)")
        return report
    }

    /// On a full disk once more without the reserve, which the new spool takes again later.
    private static func run(from path: String, to target: SpoolSettings) throws -> SalvageReport {
        do {
            return try SpoolSalvage.run(from: path, to: target)
        } catch  where SpoolFault.isFull(error) {
            SpoolReserve(spool: path).release()
            SalvageFiles(path: path).removeUnfinished()
            return try SpoolSalvage.run(from: path, to: target)
        }
    }

    private static func attempt(_ settings: SpoolSettings) throws -> (SpoolDatabase, SpoolContents) {
        let database = try SpoolDatabase(settings)
        return (database, try database.load())
    }

    /// Not a database, broken pages, a bad sector, or not the tables that its version should have.
    static func isDamage(_ error: any Error) -> Bool {
        if error is SpoolDamage { return true }
        guard let error = error as? DatabaseError else { return false }
        if [.SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS].contains(error.extendedResultCode) {
            return true
        }
        return [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT]
            .contains(error.resultCode)
    }

    /// Whether a spool that is open has to be salvaged.
    static func isBroken(_ error: any Error) -> Bool {
        if error is SpoolDamage { return true }
        let code = (error as? DatabaseError)?.resultCode
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }

    private static func cannotOpen(_ path: String, _ error: DatabaseError, _ what: String? = nil) -> SpoolError {
        .cannotOpen("spool \(path): \(what.map { $0 + ": " } ?? "")\(SpoolFault(error).text)")
    }
}
