/// A chunk whose events are all acknowledged, or dropped by the filter on their way out.
struct CompletedChunk: Sendable {
    let stored: StoredChunk
    /// Its events that the filter dropped late, by rule, as far as the database does not know them.
    var filtered: [String: Int] = [:]

    var id: Int64 { stored.id }
}
