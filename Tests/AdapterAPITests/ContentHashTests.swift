import AdapterAPI
import Testing

@Suite struct ContentHashTests {
    /// SMHasher's verification of MurmurHash3 x64-128: keys of 0 to 255 bytes under falling seeds, hashed together.
    @Test func `is MurmurHash3 x64-128 by its published verification value`() {
        var hashes: [UInt8] = []
        var key: [UInt8] = []
        for length in 0..<256 {
            var hasher = ContentHasher(seed: UInt32(256 - length))
            key.withUnsafeBytes { hasher.update($0) }
            let hash = hasher.finish()
            for word in [hash.high, hash.low] { withUnsafeBytes(of: word.littleEndian) { hashes += $0 } }
            key.append(UInt8(length))
        }
        let final = hashes.withUnsafeBytes { ContentHash(of: $0) }
        #expect(UInt32(truncatingIfNeeded: final.high) == 0x6384_BA69)
    }

    @Test func `does not depend on where pieces end`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let whole = bytes.withUnsafeBytes { ContentHash(of: $0) }
        for size in [1, 2, 7, 15, 16, 17, 64, 333] {
            var hasher = ContentHasher()
            var at = 0
            while at < bytes.count {
                let end = min(bytes.count, at + size)
                bytes[at..<end].withUnsafeBytes { hasher.update($0) }
                at = end
            }
            #expect(hasher.finish() == whole, "pieces of \(size)")
        }
    }

    @Test func `mixing positions gives as many hashes as positions`() {
        let base = ContentHash(of: "document")
        let mixed = Set((0..<100_000).map { base.mixed(with: UInt64($0)) })
        #expect(mixed.count == 100_000)
        #expect(base.mixed(with: 1).mixed(with: 2) != base.mixed(with: 2).mixed(with: 1))
    }
}
