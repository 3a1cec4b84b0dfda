/// A chunk that nothing needs any more, to be deleted.
struct ReleasedChunk: Sendable, Equatable {
    let id: Int64
    /// The events that the database still counts as waiting.
    let events: Int
    let bytes: Int
    let eventClass: EventClass
    /// Of them, those that left otherwise; all others have their PUBACK.
    let departures: Departures

    init(_ completed: CompletedChunk) {
        let stored = completed.stored
        id = stored.id
        events = stored.chunk.count - stored.storedFirst
        bytes = stored.chunk.byteCount
        eventClass = stored.chunk.eventClass
        departures = completed.departures
    }
}
