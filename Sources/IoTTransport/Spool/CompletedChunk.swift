/// A chunk whose events have all left.
struct CompletedChunk: Sendable {
    let stored: StoredChunk
    /// Its events that left without a PUBACK, as far as the database does not know them.
    var departures = Departures()

    var id: Int64 { stored.id }
}
