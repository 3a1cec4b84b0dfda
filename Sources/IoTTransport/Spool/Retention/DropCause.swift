/// Why events left the spool without their PUBACK, neither by the filter nor to the dead letters.
enum DropCause: String, Sendable, CaseIterable {
    /// The spool was full: the oldest made room.
    case oldest
    /// The spool was full: they came last.
    case newest
    /// They had waited for too long.
    case age
    /// Their bytes were damaged on disk.
    case damage

    /// The counter's name.
    var counter: String { "dropped:\(rawValue)" }
}
