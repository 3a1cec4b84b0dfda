/// The leading events of a chunk that delivery is done with.
struct ChunkPrefix: Sendable, Equatable {
    /// How many there are.
    var events: Int
    /// Of them, those that left without a PUBACK, as far as the database does not know them.
    var departures = Departures()
}
