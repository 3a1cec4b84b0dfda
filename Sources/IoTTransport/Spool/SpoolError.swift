/// Why the spool cannot do what it is asked.
public enum SpoolError: Error, Equatable, CustomStringConvertible {
    /// It was not opened yet, or is closed.
    case notOpen
    /// It is open already.
    case alreadyOpen
    /// The file cannot be opened or created; the text names the path and the cause.
    case cannotOpen(String)
    /// It was damaged and salvaged, and events may be missing: the source reads again what it can.
    case salvaged
    /// It was written by a newer version of the program; the text names the path.
    case newerFormat(String)

    /// The error as a sentence for a person.
    public var description: String {
        switch self {
        case .notOpen: "the spool is not open"
        case .alreadyOpen: "the spool is open already"
        case .cannotOpen(let text): text
        case .salvaged: "the spool was damaged, and events may be missing: the source reads again what is still there"
        case .newerFormat(let path): "\(path): written by a newer version of this program"
        }
    }
}
