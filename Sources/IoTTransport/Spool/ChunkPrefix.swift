/// The leading events of a chunk that delivery is done with.
struct ChunkPrefix: Sendable, Equatable {
    /// How many there are.
    var events: Int
    /// Of them, those that the filter dropped late, by rule, as far as the database does not know them.
    var filtered: [String: Int] = [:]
}
