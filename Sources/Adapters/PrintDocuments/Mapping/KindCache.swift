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
    /// The name of the last record that had one, by its pointer in the parser's dictionary, and its index.
    private var lastName: UnsafePointer<UInt8>?
    private var lastIndex = 0

    /// Forgets all, because another batch begins.
    mutating func forget() {
        used = 0
        lastName = nil
        texts.truncate(to: 0)
    }

    /// The index for a record whose subtype is its element's name, if the one before it had the same.
    @inline(__always)
    func index(name: Name) -> Int? { name.local == lastName ? lastIndex : nil }

    /// Notes the index of records under this name.
    mutating func note(name: Name, index: Int) {
        lastName = name.local
        lastIndex = index
    }

    /// The index of the kind with this subtype, if it was seen lately.
    @inline(__always)
    func index(subtype: UnsafeRawBufferPointer) -> Int? {
        for position in 0..<used {
            let slot = slots[position]
            if slot.end - slot.start == subtype.count, let base = subtype.baseAddress,
                memcmp(texts.base + slot.start, base, subtype.count) == 0
            {
                return slot.index
            }
        }
        return nil
    }

    /// Notes the index of the kind with this subtype.
    mutating func note(subtype: UnsafeRawBufferPointer, index: Int) {
        if used == slots.count { forget() }
        let start = texts.count
        texts.append(subtype)
        slots[used] = Slot(start: start, end: texts.count, index: index)
        used += 1
    }
}
