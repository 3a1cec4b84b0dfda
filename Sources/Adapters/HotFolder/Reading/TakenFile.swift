/// A file whose records were taken, wholly or partly, and that is not yet known to have left the folder.
struct TakenFile: Equatable, Sendable {
    var stamp: FileStamp
    /// Records handed to the host.
    var records: Int
    /// Whether these are all of its records.
    var isComplete: Bool
}
