/// Remembers which index of a batch a label (an asset key, a subtype) has, so that a row costs no text and no dictionary.
struct LabelCache {
    private struct Slot {
        var bytes: [UInt8]
        var index: Int
        var generation: Int
    }

    private var slots = [Slot?](repeating: nil, count: LabelCache.size)
    private var generation = 0

    /// Labels remembered at most; a power of two.
    private static let size = 256

    /// Forgets the indices: the next batch gives others.
    mutating func startBatch() {
        generation += 1
    }

    /// The index of a label; `make` gives that of one that is new to the batch.
    mutating func index(of label: UnsafeRawBufferPointer, _ make: (String) -> Int) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in label { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let at = Int(truncatingIfNeeded: hash >> 32) & (Self.size - 1)
        if let slot = slots[at], slot.generation == generation, slot.bytes.elementsEqual(label) { return slot.index }
        let index = make(String(decoding: label, as: UTF8.self))
        slots[at] = Slot(bytes: Array(label), index: index, generation: generation)
        return index
    }
}
