/// A chunk that nothing needs any more, to be deleted.
struct ReleasedChunk: Sendable, Equatable {
    let id: Int64
    /// The events that the database still counts as waiting.
    let events: Int
    let bytes: Int
    /// Of them, those that the filter dropped late, by rule; all others have their PUBACK.
    let filtered: [String: Int]

    init(_ completed: CompletedChunk) {
        let stored = completed.stored
        id = stored.id
        events = stored.chunk.count - stored.storedFirst
        bytes = stored.chunk.byteCount
        filtered = completed.filtered
    }
}
