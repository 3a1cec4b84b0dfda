/// A chunk on disk, handed to delivery.
struct StoredChunk: Sendable {
    /// Its row; rising with the order of appends.
    let id: Int64
    let chunk: EventChunk
    /// The leading events that the database knows as acknowledged or filtered.
    let storedFirst: Int
    /// The leading events that are acknowledged or filtered, at least `storedFirst`.
    let first: Int
    /// Of the events from `storedFirst` to `first`, those that the filter dropped late, by rule.
    var filtered: [String: Int] = [:]
}
