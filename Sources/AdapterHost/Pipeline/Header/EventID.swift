import AdapterAPI

/// An event's `senderEventUuid`: a version 8 UUID (RFC 9562 section 5.8) made of a 128-bit hash, so that what is read
/// twice is the same event.
struct EventID: Equatable {
    /// Characters of the text form.
    static let textLength = 36

    let high: UInt64
    let low: UInt64

    @inline(__always)
    init(_ hash: ContentHash) {
        high = hash.high & ~0xf000 | 0x8000
        low = hash.low & ~(0xc0 << 56) | 0x80 << 56
    }

    /// Writes the 36 characters of the text form.
    @inline(__always)
    func write(to target: UnsafeMutableRawPointer) {
        Self.hex(UInt32(truncatingIfNeeded: high >> 32), to: target)
        let middle = Self.digits(UInt32(truncatingIfNeeded: high))
        target.storeBytes(of: UInt8(ascii: "-"), toByteOffset: 8, as: UInt8.self)
        target.storeBytes(of: UInt32(truncatingIfNeeded: middle), toByteOffset: 9, as: UInt32.self)
        target.storeBytes(of: UInt8(ascii: "-"), toByteOffset: 13, as: UInt8.self)
        target.storeBytes(of: UInt32(truncatingIfNeeded: middle >> 32), toByteOffset: 14, as: UInt32.self)
        let next = Self.digits(UInt32(truncatingIfNeeded: low >> 32))
        target.storeBytes(of: UInt8(ascii: "-"), toByteOffset: 18, as: UInt8.self)
        target.storeBytes(of: UInt32(truncatingIfNeeded: next), toByteOffset: 19, as: UInt32.self)
        target.storeBytes(of: UInt8(ascii: "-"), toByteOffset: 23, as: UInt8.self)
        target.storeBytes(of: UInt32(truncatingIfNeeded: next >> 32), toByteOffset: 24, as: UInt32.self)
        Self.hex(UInt32(truncatingIfNeeded: low), to: target + 28)
    }

    /// The text form.
    var text: String {
        String(unsafeUninitializedCapacity: Self.textLength) { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            write(to: UnsafeMutableRawPointer(base))
            return Self.textLength
        }
    }

    @inline(__always)
    private static func hex(_ value: UInt32, to target: UnsafeMutableRawPointer) {
        target.storeBytes(of: digits(value), as: UInt64.self)
    }

    /// Eight hexadecimal digits of a number, the first in the lowest byte: all eight at once, without a table.
    @inline(__always)
    private static func digits(_ value: UInt32) -> UInt64 {
        var spread = UInt64(value.byteSwapped)
        spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff
        spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff
        spread = (spread >> 4 | spread << 8) & 0x0f0f_0f0f_0f0f_0f0f
        let letters = ((spread &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        return (spread &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).littleEndian
    }
}
