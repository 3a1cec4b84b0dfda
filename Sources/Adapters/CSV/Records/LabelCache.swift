import Glibc

/// Remembers which index of a batch a label (an asset key, a subtype) has, so that a row costs no text and no dictionary.
struct LabelCache {
    private struct Slot {
        var bytes: [UInt8] = []
        var index = 0
        var generation = -1
    }

    private var slots = [Slot](repeating: Slot(), count: LabelCache.size)
    private var generation = 0

    /// Labels remembered at most; a power of two.
    private static let size = 256

    /// Forgets the indices: the next batch gives others.
    mutating func startBatch() {
        generation += 1
    }

    /// The index of a label; `make` gives that of one that is new to the batch.
    @inline(__always)
    mutating func index(of label: UnsafeRawBufferPointer, _ make: (String) -> Int) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in label { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let at = Int(truncatingIfNeeded: hash >> 32) & (Self.size - 1)
        let known: Int? = slots.withUnsafeBufferPointer { slots in
            guard slots[at].generation == generation, slots[at].bytes.count == label.count else { return nil }
            guard let base = label.baseAddress, !label.isEmpty else { return slots[at].index }
            return slots[at].bytes.withUnsafeBytes { bytes -> Int? in
                bytes.baseAddress.flatMap { memcmp($0, base, label.count) == 0 ? slots[at].index : nil }
            }
        }
        if let known { return known }
        let index = make(String(decoding: label, as: UTF8.self))
        slots[at] = Slot(bytes: Array(label), index: index, generation: generation)
        return index
    }
}
