import AdapterAPI

/// A growing file that was read: what the checkpoint holds of it.
struct TailEntry: Equatable, Sendable {
    var key: FileKey
    /// The name under which it was read first.
    var name: FileName
    var position: TailPosition
}
