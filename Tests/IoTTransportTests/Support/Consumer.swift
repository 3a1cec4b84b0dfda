@testable import IoTTransport

/// Takes chunks from a spool as delivery does, without a broker.
final class Consumer {
    let spool: Spool
    let wakeup: Wakeup
    let generation: Int

    init(_ spool: Spool) throws {
        self.spool = spool
        wakeup = try Wakeup()
        generation = spool.attach(wakeup)
    }

    /// What is in memory now, within `limit` tries a millisecond apart.
    func take(events: Int = 1, limit: Int = 5_000) async throws -> [StoredChunk] {
        for _ in 0..<limit {
            let chunks = spool.take(generation: generation, events: events)
            if !chunks.isEmpty { return chunks }
            try await Task.sleep(for: .milliseconds(1))
        }
        return []
    }

    func release(_ chunks: [StoredChunk]) {
        spool.release(chunks.map { CompletedChunk(stored: $0) }, generation: generation)
    }
}
