/// A 128-bit hash of bytes: MurmurHash3 x64-128 (Appleby, public domain). Fast and well distributed, not cryptographic:
/// it tells records apart, it does not protect them.
public struct ContentHash: Hashable, Sendable, BitwiseCopyable {
    public var high: UInt64
    public var low: UInt64

    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The hash of all of `bytes`.
    public init(of bytes: UnsafeRawBufferPointer) {
        var hasher = ContentHasher()
        hasher.update(bytes)
        self = hasher.finish()
    }

    /// The hash of a text's UTF-8 bytes.
    public init(of text: String) {
        var text = text
        self = text.withUTF8 { ContentHash(of: UnsafeRawBufferPointer($0)) }
    }

    /// This hash with a number stirred in, such as a record's position in its document. Order matters.
    @inlinable
    public func mixed(with number: UInt64) -> ContentHash {
        var a = high ^ (number &* 0x9e37_79b9_7f4a_7c15)
        var b = low &+ (number ^ 0xbf58_476d_1ce4_e5b9)
        a = ContentHash.avalanche(a &+ b)
        b = ContentHash.avalanche(b ^ (a << 23 | a >> 41))
        return ContentHash(high: a, low: b &+ a)
    }

    /// This hash with another one stirred in. Order matters.
    @inlinable
    public func mixed(with other: ContentHash) -> ContentHash {
        mixed(with: other.high).mixed(with: other.low)
    }

    /// MurmurHash3's 64-bit finaliser: every input bit changes every output bit with a probability near one half.
    @inlinable
    static func avalanche(_ value: UInt64) -> UInt64 {
        var k = value
        k ^= k >> 33
        k = k &* 0xff51_afd7_ed55_8ccd
        k ^= k >> 33
        k = k &* 0xc4ce_b9fe_1a85_ec53
        k ^= k >> 33
        return k
    }
}
