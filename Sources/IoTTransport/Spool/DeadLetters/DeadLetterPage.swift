/// Some dead letters in the order in which they died.
public struct DeadLetterPage: Sendable, Equatable {
    public var letters: [StoredDeadLetter] = []
    /// Where the next page begins: behind this id. Nil at the end.
    public var next: Int64?
}
