/// What is known of a spool at the start. Its cost does not grow with the events on disk.
struct SpoolContents: Sendable {
    var counters = SpoolCounters()
    var checkpoints: [String: [UInt8]] = [:]
    var types: [EventTypeTable.Row] = []
    var nextChunkID: Int64 = 1
}
