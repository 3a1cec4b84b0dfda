@testable import IoTTransport

/// What is on disk: it survives the host. A transaction is a change of the whole value.
struct ModelDisk {
    struct Chunk {
        let source: String
        let chunk: EventChunk
        var first = 0
    }

    var chunks: [Int64: Chunk] = [:]
    var checkpoints: [String: [UInt8]] = [:]
    var types: [EventTypeTable.Row] = []
    var counters = SpoolCounters()
    var letters: [DeadLetter] = []
    var recent: [String: [RecentSegment]] = [:]
    var shadow = ShadowState()

    var bytes: Int { chunks.values.reduce(0) { $0 + $1.chunk.byteCount } }

    var contents: SpoolContents {
        SpoolContents(
            counters: counters, checkpoints: checkpoints, types: types, nextChunkID: (chunks.keys.max() ?? 0) + 1)
    }

    /// What the host's transaction does, statement by statement.
    mutating func apply(_ work: SpoolWork) -> SpoolOutcome {
        var outcome = SpoolOutcome(counters: work.counters, chunks: [], nextChunkID: work.firstChunkID)
        types += work.types
        for append in work.appends {
            for chunk in append.chunks {
                let id = outcome.nextChunkID
                chunks[id] = Chunk(source: append.source, chunk: chunk)
                outcome.chunks.append(
                    StoredChunk(id: id, source: append.source, chunk: chunk, storedFirst: 0, first: 0))
                outcome.nextChunkID += 1
            }
            if let checkpoint = append.checkpoint { checkpoints[append.source] = checkpoint }
            outcome.counters.add(append)
            if let recent = append.recent { remember(recent, of: append.source) }
            letters += append.deadLetters
        }
        for released in work.released {
            chunks[released.id] = nil
            outcome.counters.left(released.events, released.departures)
            outcome.counters.bytes -= Int64(released.bytes)
            letters += released.departures.dead
        }
        for (id, prefix) in work.prefixes {
            guard let stored = chunks[id], stored.first < prefix.events else { continue }
            chunks[id]?.first = prefix.events
            outcome.counters.left(prefix.events - stored.first, prefix.departures)
            letters += prefix.departures.dead
        }
        counters = outcome.counters
        return outcome
    }

    /// One row a segment: how rows are put together is tested elsewhere.
    private mutating func remember(_ recent: RecentIDs, of source: String) {
        var segments = self.recent[source] ?? []
        if let index = segments.firstIndex(where: { $0.number == recent.segment }) {
            segments[index].ids += recent.ids
            segments[index].rows += 1
            segments[index].lastRow = recent.row
        } else {
            segments.append(
                RecentSegment(number: recent.segment, day: recent.day, rows: 1, lastRow: recent.row, ids: recent.ids))
        }
        if let first = recent.firstSegment { segments.removeAll { $0.number < first } }
        self.recent[source] = segments
    }
}
