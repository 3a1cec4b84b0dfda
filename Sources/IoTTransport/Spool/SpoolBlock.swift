/// Why sources wait for the spool, for longer than a transaction takes.
public enum SpoolBlock: Sendable, Equatable {
    /// It holds as much as it may.
    case full
    /// Its disk has no room; with the words of the log.
    case diskFull(String)
    /// Its disk does not do what is asked of it; with the words of the log.
    case diskFault(String)
}
