/// MurmurHash3 x64-128 over bytes that arrive in pieces; the pieces' borders do not matter.
public struct ContentHasher: Sendable {
    private var h1: UInt64
    private var h2: UInt64
    private var length = 0
    /// Bytes that do not fill a block of 16 yet, little-endian.
    private var tail1: UInt64 = 0
    private var tail2: UInt64 = 0
    private var tailCount = 0

    private static let c1: UInt64 = 0x87c3_7b91_1142_53d5
    private static let c2: UInt64 = 0x4cf5_ad43_2745_937f

    /// A hasher; equal bytes under different seeds give unrelated hashes.
    public init(seed: UInt32 = 0) {
        h1 = UInt64(seed)
        h2 = UInt64(seed)
    }

    /// Takes more bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length += bytes.count
        var at = 0
        while tailCount > 0 && at < bytes.count {
            take(byte: bytes[at])
            at += 1
        }
        var a = h1
        var b = h2
        while at + 16 <= bytes.count {
            let k1 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let k2 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
            (a, b) = Self.block(a, b, k1, k2)
            at += 16
        }
        h1 = a
        h2 = b
        while at < bytes.count {
            take(byte: bytes[at])
            at += 1
        }
    }

    /// Takes a text's UTF-8 bytes and a separator, so that ("ab", "c") and ("a", "bc") differ.
    public mutating func update(field text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
        withUnsafeBytes(of: UInt8(0xff)) { update($0) }
    }

    /// The hash of all bytes taken so far; more may follow.
    public func finish() -> ContentHash {
        var h1 = h1
        var h2 = h2
        if tailCount > 8 { h2 ^= Self.rotate(tail2 &* Self.c2, 33) &* Self.c1 }
        if tailCount > 0 { h1 ^= Self.rotate(tail1 &* Self.c1, 31) &* Self.c2 }
        h1 ^= UInt64(length)
        h2 ^= UInt64(length)
        h1 = h1 &+ h2
        h2 = h2 &+ h1
        h1 = ContentHash.avalanche(h1)
        h2 = ContentHash.avalanche(h2)
        h1 = h1 &+ h2
        h2 = h2 &+ h1
        return ContentHash(high: h1, low: h2)
    }

    private mutating func take(byte: UInt8) {
        if tailCount < 8 {
            tail1 |= UInt64(byte) << UInt64(8 * tailCount)
        } else {
            tail2 |= UInt64(byte) << UInt64(8 * (tailCount - 8))
        }
        tailCount += 1
        if tailCount == 16 {
            (h1, h2) = Self.block(h1, h2, tail1, tail2)
            tail1 = 0
            tail2 = 0
            tailCount = 0
        }
    }

    @inline(__always)
    private static func block(_ h1: UInt64, _ h2: UInt64, _ k1: UInt64, _ k2: UInt64) -> (UInt64, UInt64) {
        var a = h1 ^ (rotate(k1 &* c1, 31) &* c2)
        a = (rotate(a, 27) &+ h2) &* 5 &+ 0x52dc_e729
        var b = h2 ^ (rotate(k2 &* c2, 33) &* c1)
        b = (rotate(b, 31) &+ a) &* 5 &+ 0x3849_5ab5
        return (a, b)
    }

    @inline(__always)
    private static func rotate(_ x: UInt64, _ by: UInt64) -> UInt64 { (x &<< by) | (x &>> (64 &- by)) }
}
