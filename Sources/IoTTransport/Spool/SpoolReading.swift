/// Chunks that were read back from disk, in order.
struct SpoolReading: Sendable {
    var chunks: [StoredChunk] = []
    /// The last chunk that was looked at.
    var last: Int64
    /// Whether no chunk follows.
    var reachedEnd = false
    /// Chunks whose index and bytes contradict each other.
    var unreadable: [Int64] = []
}
