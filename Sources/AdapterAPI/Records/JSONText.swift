/// JSON string escaping (RFC 8259 section 7) on raw memory, shared by everything that writes JSON.
public enum JSONText {
    /// How much longer than its source an escaped text can be: `\u0001` for one byte.
    public static let worstExpansion = 6

    /// Writes `count` bytes of UTF-8 at `source` to `target`, escaped, without quotes, and returns how many bytes it
    /// wrote. `target` must have room for `count * worstExpansion + 8` bytes. Sixteen bytes at a time as long as nothing
    /// needs escaping, which in production data is nearly always; the last step overlaps the one before.
    @inlinable @inline(__always)
    public static func escape(
        _ source: UnsafeRawPointer, count: Int, to target: UnsafeMutableRawPointer
    ) -> Int {
        if count >= 16 {
            let last = count &- 16
            var at = 0
            while at < last {
                let words = source.loadUnaligned(fromByteOffset: at, as: SIMD2<UInt64>.self)
                if needsEscape(words) { return escapeEach(source, from: at, count: count, to: target) }
                target.storeBytes(of: words, toByteOffset: at, as: SIMD2<UInt64>.self)
                at &+= 16
            }
            let words = source.loadUnaligned(fromByteOffset: last, as: SIMD2<UInt64>.self)
            if needsEscape(words) { return escapeEach(source, from: at, count: count, to: target) }
            target.storeBytes(of: words, toByteOffset: last, as: SIMD2<UInt64>.self)
            return count
        }
        if count >= 8 {
            let first = source.loadUnaligned(as: UInt64.self)
            let second = source.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            if needsEscape(SIMD2(first, second)) { return escapeEach(source, from: 0, count: count, to: target) }
            target.storeBytes(of: first, as: UInt64.self)
            target.storeBytes(of: second, toByteOffset: count &- 8, as: UInt64.self)
            return count
        }
        if count >= 4 {
            let first = source.loadUnaligned(as: UInt32.self)
            let second = source.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            if needsEscape(UInt64(first) | UInt64(second) << 32) {
                return escapeEach(source, from: 0, count: count, to: target)
            }
            target.storeBytes(of: first, as: UInt32.self)
            target.storeBytes(of: second, toByteOffset: count - 4, as: UInt32.self)
            return count
        }
        if count <= 0 { return 0 }
        let first = source.load(as: UInt8.self)
        let middle = source.load(fromByteOffset: count &>> 1, as: UInt8.self)
        let last = source.load(fromByteOffset: count &- 1, as: UInt8.self)
        // The rest of the word is spaces.
        let word = 0x2020_2020_2000_0000 | UInt64(first) | UInt64(middle) << 8 | UInt64(last) << 16
        if needsEscape(word) { return escapeEach(source, from: 0, count: count, to: target) }
        target.storeBytes(of: first, as: UInt8.self)
        target.storeBytes(of: middle, toByteOffset: count &>> 1, as: UInt8.self)
        target.storeBytes(of: last, toByteOffset: count &- 1, as: UInt8.self)
        return count
    }

    /// The same one byte at a time, after `from` bytes that escape to themselves have been written.
    @usableFromInline
    static func escapeEach(
        _ source: UnsafeRawPointer, from: Int, count: Int, to target: UnsafeMutableRawPointer
    ) -> Int {
        var to = from
        for at in from..<count { to += put(source.load(fromByteOffset: at, as: UInt8.self), at: target + to) }
        return to
    }

    /// Whether one of eight bytes is below 0x20, a quote or a backslash.
    @inlinable @inline(__always)
    static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        let control = (word &- ones &* 0x20) & ~word
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5c)
        return (control | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & high != 0
    }

    /// The same of sixteen bytes.
    @inlinable @inline(__always)
    static func needsEscape(_ words: SIMD2<UInt64>) -> Bool {
        let ones = SIMD2<UInt64>(repeating: 0x0101_0101_0101_0101)
        let control = (words &- SIMD2<UInt64>(repeating: 0x2020_2020_2020_2020)) & ~words
        let quote = words ^ SIMD2<UInt64>(repeating: 0x2222_2222_2222_2222)
        let slash = words ^ SIMD2<UInt64>(repeating: 0x5c5c_5c5c_5c5c_5c5c)
        let marks = control | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)
        return (marks.x | marks.y) & 0x8080_8080_8080_8080 != 0
    }

    @inlinable
    static func put(_ byte: UInt8, at target: UnsafeMutableRawPointer) -> Int {
        if byte >= 0x20 && byte != 0x22 && byte != 0x5c {
            target.storeBytes(of: byte, as: UInt8.self)
            return 1
        }
        return putEscaped(byte, at: target)
    }

    @usableFromInline
    static func putEscaped(_ byte: UInt8, at target: UnsafeMutableRawPointer) -> Int {
        target.storeBytes(of: 0x5c, as: UInt8.self)
        let short: UInt8
        switch byte {
        case 0x22, 0x5c: short = byte
        case 0x08: short = UInt8(ascii: "b")
        case 0x09: short = UInt8(ascii: "t")
        case 0x0a: short = UInt8(ascii: "n")
        case 0x0c: short = UInt8(ascii: "f")
        case 0x0d: short = UInt8(ascii: "r")
        default:
            let digits: StaticString = "0123456789abcdef"
            (target + 1).storeBytes(of: UInt8(ascii: "u"), as: UInt8.self)
            (target + 2).storeBytes(of: UInt8(ascii: "0"), as: UInt8.self)
            (target + 3).storeBytes(of: UInt8(ascii: "0"), as: UInt8.self)
            (target + 4).storeBytes(of: digits.utf8Start[Int(byte >> 4)], as: UInt8.self)
            (target + 5).storeBytes(of: digits.utf8Start[Int(byte & 15)], as: UInt8.self)
            return 6
        }
        (target + 1).storeBytes(of: short, as: UInt8.self)
        return 2
    }
}
