/// A chunk on disk, handed to delivery.
struct StoredChunk: Sendable {
    /// Its row; rising with the order of appends.
    let id: Int64
    let chunk: EventChunk
    /// The leading events that the database knows as acknowledged.
    let storedFirst: Int
    /// The leading events that are acknowledged, at least `storedFirst`.
    let first: Int
}

/// A chunk whose events all have their PUBACK, to be deleted.
struct ReleasedChunk: Sendable, Equatable {
    let id: Int64
    /// The events that the database still counts as waiting.
    let events: Int
    let bytes: Int

    init(id: Int64, events: Int, bytes: Int) {
        self.id = id
        self.events = events
        self.bytes = bytes
    }

    init(_ stored: StoredChunk) {
        self.init(id: stored.id, events: stored.chunk.count - stored.storedFirst, bytes: stored.chunk.byteCount)
    }
}
