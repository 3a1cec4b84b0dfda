@testable import IoTTransport

/// A bug that is planted to see whether the simulation finds it. Each is one that a product of this kind has had.
enum Canary: String, CaseIterable, Sendable {
    /// The checkpoint is stored, an event of its transaction is not.
    case tornTransaction
    /// The broker's PUBACK comes before the event is safe there.
    case acknowledgesUnread
    /// What leaves is deleted but not counted.
    case forgetsToCount
    /// An event read back from disk is not the one that was queued.
    case changesBytes
    /// A deletion takes the next chunk with it.
    case deletesTooMuch

    /// Does to a transaction what the bug does.
    func spoil(_ disk: inout ModelDisk, _ work: SpoolWork, _ outcome: inout SpoolOutcome) {
        switch self {
        case .tornTransaction:
            guard work.firstChunkID % 5 == 0, let lost = outcome.chunks.popLast() else { return }
            disk.chunks[lost.id] = nil
        case .forgetsToCount:
            guard !work.released.isEmpty, work.firstChunkID % 3 == 0 else { return }
            disk.counters.acknowledged = work.counters.acknowledged
            outcome.counters.acknowledged = work.counters.acknowledged
        case .deletesTooMuch:
            guard let last = work.released.map(\.id).max(), work.firstChunkID % 3 == 0 else { return }
            if let next = disk.chunks.removeValue(forKey: last + 1) {
                outcome.counters.left(next.chunk.count - next.first, Departures())
                disk.counters = outcome.counters
                outcome.chunks.removeAll { $0.id == last + 1 }
            }
        case .acknowledgesUnread, .changesBytes: break
        }
    }

    /// Does to a chunk that is read back what the bug does.
    func spoiled(_ chunk: EventChunk) -> EventChunk? {
        guard self == .changesBytes else { return nil }
        var builder = ChunkBuilder(topic: chunk.topic)
        for index in 0..<chunk.count {
            builder.append(size: chunk.size(at: index), type: chunk.type(at: index)) { target in
                chunk.withEvent(at: index) { target.copyMemory(from: $0) }
                // The sender's time, made anew.
                if let at = Record.place(of: "senderTimestamp", in: target) { target[at] ^= 1 }
            }
        }
        return builder.finish()
    }
}
