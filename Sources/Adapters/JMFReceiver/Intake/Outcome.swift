import AdapterAPI
import PrintDocuments

/// What became of a body.
enum Outcome: Sendable {
    /// All of it is on disk.
    case taken([PrintMessage], PrintMessage.Root?)
    /// It makes no events; its bytes are among the dead letters, on disk.
    case refused(DocumentFault, PrintMessage.Root?)
    /// Nobody can say now: the sender must keep it and try again.
    case unavailable(String)
}
