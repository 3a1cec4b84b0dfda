/// What is known of a spool at the start. Its cost does not grow with the events on disk.
struct SpoolContents: Sendable {
    var counters = SpoolCounters()
    var checkpoints: [String: [UInt8]] = [:]
    /// Sources whose checkpoint is not the one that was stored: they read again.
    var damagedCheckpoints: [String] = []
    var types: [EventTypeTable.Row] = []
    /// Whether checkpoints were forgotten, since events may be missing that they cover.
    var hasForgotten = false
    var nextChunkID: Int64 = 1
}
