import GRDB

/// What went wrong on disk, as a class and a text.
struct SpoolFault {
    let text: String

    init(_ error: any Error) {
        guard let error = error as? DatabaseError else {
            text = "\(error)"
            return
        }
        let detail = error.message ?? "error \(error.extendedResultCode.rawValue)"
        text = "\(Self.name(error.resultCode)) (\(detail))"
    }

    static func isFull(_ error: any Error) -> Bool {
        (error as? DatabaseError)?.resultCode == .SQLITE_FULL
    }

    private static func name(_ code: ResultCode) -> String {
        switch code {
        case .SQLITE_FULL: "disk full"
        case .SQLITE_IOERR: "I/O error"
        case .SQLITE_READONLY: "read-only"
        case .SQLITE_PERM, .SQLITE_AUTH: "no permission"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "locked by another process"
        case .SQLITE_CANTOPEN: "cannot open"
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: "damaged"
        default: "database error"
        }
    }
}
