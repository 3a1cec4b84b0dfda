import AdapterAPI
import Glibc

/// The batch's indexes of the kinds that the last records had: a feed has few kinds, and they alternate.
struct KindCache: ~Copyable {
    /// A subtype seen lately, by its text in ``texts``.
    struct Slot: BitwiseCopyable {
        var start = 0
        var end = 0
        var index = 0
    }
    private var slots = InlineArray<8, Slot>(repeating: Slot())
    private var used = 0
    private var texts = RawBuffer(capacity: 256)

    /// Forgets all, because another batch begins.
    mutating func forget() {
        used = 0
        texts.truncate(to: 0)
    }

    /// The index of the kind with this subtype; `make` makes it when it is new to the batch.
    @inline(__always)
    mutating func index(
        subtype: UnsafeRawBufferPointer, _ batch: inout RecordBatch, make: (String) -> RecordKind
    ) -> Int {
        for position in 0..<used {
            let slot = slots[position]
            if slot.end - slot.start == subtype.count, let base = subtype.baseAddress,
                memcmp(texts.base + slot.start, base, subtype.count) == 0
            {
                return slot.index
            }
        }
        return add(subtype, batch.index(of: make(String(decoding: subtype, as: UTF8.self))))
    }

    private mutating func add(_ subtype: UnsafeRawBufferPointer, _ index: Int) -> Int {
        if used == slots.count { forget() }
        let start = texts.count
        texts.append(subtype)
        slots[used] = Slot(start: start, end: texts.count, index: index)
        used += 1
        return index
    }
}
