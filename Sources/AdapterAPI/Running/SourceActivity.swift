/// What a source does at one moment, so that the host can tell one that hangs from one that has nothing to do: see
/// ``AdapterContext/activity``.
public enum SourceActivity: Sendable, Equatable {
    /// It begins to work on something: a file by its path, a request by its sender. For people, in a few words.
    case working(on: String)
    /// It got further with what it works on (read a piece of it), or was done with a piece of input (moved a file away).
    case advanced
    /// It waits for input.
    case idle
}
