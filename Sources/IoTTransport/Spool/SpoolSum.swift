/// A sum over bytes that tells damage on disk: SQLite notices a page whose structure is broken, but no flipped bit within
/// a row, and an event's bytes must never change.
///
/// Four lanes of xor, multiply and shift, each step of them reversible: so a change within one word always changes the
/// sum. About 6 cycles for 32 bytes.
struct SpoolSum {
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    private var lanes: (UInt64, UInt64, UInt64, UInt64) = (
        0x2436_A91B_5E17_0C49, 0x5D1B_71E3_88A0_62F7, 0x91C5_3A6D_04EE_B28D, 0xC76F_1D92_3B58_E6A1
    )

    /// What was added so far.
    var value: Int64 {
        var result = lanes.0
        for lane in [lanes.1, lanes.2, lanes.3] { result = Self.step(result, lane) }
        return Int64(bitPattern: result)
    }

    mutating func add(_ number: Int64) {
        lanes.0 = Self.step(lanes.0, UInt64(bitPattern: number))
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// The bytes with their number.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(Int64(bytes.count))
        var at = 0
        var (one, two, three, four) = lanes
        while at + 32 <= bytes.count {
            one = Self.step(one, bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            two = Self.step(two, bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
            three = Self.step(three, bytes.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self))
            four = Self.step(four, bytes.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self))
            at += 32
        }
        lanes = (one, two, three, four)
        var word: UInt64 = 0
        var filled = 0
        for byte in bytes[at...] {
            word = word << 8 | UInt64(byte)
            filled += 1
            if filled % 8 == 0 {
                lanes.1 = Self.step(lanes.1, word)
                word = 0
            }
        }
        lanes.2 = Self.step(lanes.2, word)
    }

    @inline(__always)
    private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let product = (lane ^ word) &* factor
        return product ^ (product >> 32)
    }

    /// Of a chunk's rows. ``of(first:)`` is added to it by xor.
    static func of(_ chunk: EventChunk, packed: [UInt8], id: Int64, source: String) -> Int64 {
        var sum = SpoolSum()
        sum.add(id)
        sum.add(Int64(chunk.eventClass.rawValue))
        sum.add(Int64(chunk.count))
        sum.add(source)
        sum.add(chunk.topic)
        packed.withUnsafeBytes { sum.add($0) }
        chunk.withBytes { sum.add($0) }
        return sum.value
    }

    /// Of a checkpoint's row.
    static func of(source: String, checkpoint: [UInt8]) -> Int64 {
        var sum = SpoolSum()
        sum.add(source)
        checkpoint.withUnsafeBytes { sum.add($0) }
        return sum.value
    }

    /// What stands for the leading events that are done: they are counted up without the chunk being read.
    static func of(first: Int) -> Int64 { Int64(first) &* Int64(bitPattern: factor) }
}
