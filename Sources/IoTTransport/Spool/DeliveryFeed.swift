/// What delivery holds in memory, and where it continues on disk. Pure; lives under the spool's lock.
///
/// While delivery keeps up it gets the very chunks that were committed. Once its memory is full, later chunks stay on
/// disk only and are read back in order when half of the memory is free again.
struct DeliveryFeed {
    private let maxBytes: Int
    private let maxEvents: Int
    private var consumer: Wakeup?
    private var ready = FIFO<StoredChunk>()
    private var heldBytes = 0
    private var heldEvents = 0
    /// The chunks in the consumer's hands.
    private(set) var held: Set<Int64> = []
    private var caughtUp = false
    /// Counts the consumers, so that what an abandoned one says late changes nothing.
    private(set) var generation = 0
    /// The last chunk that was handed over.
    private(set) var cursor: Int64 = 0
    /// The last chunk that any consumer ever got. Those up to it are never dropped: they may be on their way.
    private(set) var highest: Int64 = 0
    /// The bytes of ordinary chunks up to ``highest`` that are on disk.
    private(set) var handedBytes: Int64 = 0

    init(maxBytes: Int, maxEvents: Int) {
        self.maxBytes = maxBytes
        self.maxEvents = maxEvents
    }

    /// Whether all chunks on disk were handed over, and all of those are released.
    var isDone: Bool { consumer != nil && caughtUp && heldEvents == 0 }

    var hasRoom: Bool { heldBytes < maxBytes && heldEvents < maxEvents }
    var freeBytes: Int { maxBytes - heldBytes }
    var freeEvents: Int { maxEvents - heldEvents }

    var wantsRefill: Bool {
        consumer != nil && !caughtUp && heldBytes * 2 <= maxBytes && heldEvents * 2 <= maxEvents
    }

    /// A new consumer starts with the oldest chunk on disk.
    mutating func attach(_ wakeup: Wakeup) -> Int {
        generation += 1
        consumer = wakeup
        ready = FIFO()
        heldBytes = 0
        heldEvents = 0
        held = []
        caughtUp = false
        cursor = 0
        return generation
    }

    /// All that is on disk is to be looked at again, apart from what is in the consumer's hands: there may be chunks that
    /// could not be read before.
    mutating func readAgain() {
        caughtUp = false
        cursor = 0
    }

    mutating func detach(generation: Int) {
        guard generation == self.generation else { return }
        consumer = nil
        ready = FIFO()
    }

    /// A chunk that was just committed. From the first one that finds no room on, the disk is the source.
    mutating func offer(_ stored: StoredChunk) {
        guard consumer != nil, caughtUp, hasRoom else {
            caughtUp = false
            return
        }
        hand(stored)
    }

    /// The answer to a refill: chunks in order behind the cursor, and whether these were all.
    mutating func refilled(_ chunks: [StoredChunk], upTo last: Int64, reachedEnd: Bool) {
        for stored in chunks { hand(stored) }
        cursor = max(cursor, last)
        caughtUp = reachedEnd
    }

    mutating func take(generation: Int, events: Int) -> [StoredChunk] {
        guard generation == self.generation, !ready.isEmpty else { return [] }
        var result: [StoredChunk] = []
        var count = 0
        while count < events, let stored = ready.popFirst() {
            result.append(stored)
            count += stored.chunk.count - stored.first
        }
        return result
    }

    mutating func release(_ chunk: StoredChunk, generation: Int) {
        guard generation == self.generation else { return }
        heldBytes -= chunk.chunk.memoryBytes
        heldEvents -= chunk.chunk.count
        held.remove(chunk.id)
    }

    private mutating func hand(_ stored: StoredChunk) {
        if ready.isEmpty { consumer?.signal() }
        ready.append(stored)
        heldBytes += stored.chunk.memoryBytes
        heldEvents += stored.chunk.count
        held.insert(stored.id)
        cursor = stored.id
        guard stored.id > highest else { return }
        highest = stored.id
        if stored.chunk.eventClass == .ordinary { handedBytes += Int64(stored.chunk.byteCount) }
    }

    /// These are deleted.
    mutating func deleted(_ chunks: [ReleasedChunk]) {
        for chunk in chunks where chunk.eventClass == .ordinary {
            handedBytes = max(0, handedBytes - Int64(chunk.bytes))
        }
    }
}
