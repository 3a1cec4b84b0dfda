/// A fast hash for whole files: four lanes of 64-bit multiply-and-fold over stripes of 64 bytes (the core of wyhash, Wang Yi,
/// public domain), brought together by ``ContentHasher``. Not cryptographic.
struct StripeHasher {
    /// Bytes of a stripe: all pieces but the last must be a multiple.
    static let stripe = 64

    private var a: UInt64 = 0xa076_1d64_78bd_642f
    private var b: UInt64 = 0xe703_7ed1_a0b4_28db
    private var c: UInt64 = 0x8ebc_6af0_9c88_c6e3
    private var d: UInt64 = 0x5899_65cc_7537_4cc3
    private var length: UInt64 = 0
    private var end = ContentHasher()

    /// Takes the next bytes. Only the last piece may have a length that is no multiple of ``stripe``.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length += UInt64(bytes.count)
        var (a, b, c, d) = (a, b, c, d)
        var at = 0
        while at + Self.stripe <= bytes.count {
            a = Self.fold(bytes, at, a, 0x2d35_8dcc_aa6c_78a5)
            b = Self.fold(bytes, at + 16, b, 0x8bb8_4b93_962e_acc9)
            c = Self.fold(bytes, at + 32, c, 0x4b33_a62e_d433_d4a3)
            d = Self.fold(bytes, at + 48, d, 0x4d5a_2da5_1de1_aa47)
            at += Self.stripe
        }
        (self.a, self.b, self.c, self.d) = (a, b, c, d)
        if at < bytes.count { end.update(UnsafeRawBufferPointer(rebasing: bytes[at...])) }
    }

    /// The hash of all bytes taken.
    consuming func finish() -> ContentHash {
        for word in [a, b, c, d, length] {
            withUnsafeBytes(of: word.littleEndian) { end.update($0) }
        }
        return end.finish()
    }

    @inline(__always)
    private static func fold(
        _ bytes: UnsafeRawBufferPointer, _ at: Int, _ lane: UInt64, _ key: UInt64
    ) -> UInt64 {
        let first = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        let second = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))
        let product = (first ^ key).multipliedFullWidth(by: second ^ lane)
        // The lane itself stays in the sum, so that a factor of zero cannot erase what came before.
        return (product.high ^ product.low) &+ lane
    }
}
