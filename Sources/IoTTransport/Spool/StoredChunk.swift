/// A chunk on disk, handed to delivery.
struct StoredChunk: Sendable {
    /// Its row; rising with the order of appends.
    let id: Int64
    /// The id of the source that it came from; empty when it is not known.
    var source = ""
    let chunk: EventChunk
    /// The leading events that the database knows to have left.
    let storedFirst: Int
    /// The leading events that have left, at least `storedFirst`.
    let first: Int
    /// Of the events from `storedFirst` to `first`, those that left without a PUBACK.
    var departures = Departures()
}
