/// JSON string escaping (RFC 8259 section 7) on raw memory, shared by everything that writes JSON.
public enum JSONText {
    /// How much longer than its source an escaped text can be: `\u0001` for one byte.
    public static let worstExpansion = 6

    /// Writes `count` bytes of UTF-8 at `source` to `target`, escaped, without quotes, and returns how many bytes it
    /// wrote. `target` must have room for `count * worstExpansion + 8` bytes. Eight bytes at a time as long as nothing
    /// needs escaping, which in production data is nearly always; the last step overlaps the one before.
    @inlinable
    public static func escape(
        _ source: UnsafeRawPointer, count: Int, to target: UnsafeMutableRawPointer
    ) -> Int {
        if count >= 8 {
            let last = count - 8
            var at = 0
            while at < last {
                let word = source.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                if needsEscape(word) { return escapeEach(source, from: at, count: count, to: target) }
                target.storeBytes(of: word, toByteOffset: at, as: UInt64.self)
                at += 8
            }
            let word = source.loadUnaligned(fromByteOffset: last, as: UInt64.self)
            if needsEscape(word) { return escapeEach(source, from: at, count: count, to: target) }
            target.storeBytes(of: word, toByteOffset: last, as: UInt64.self)
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
        return escapeEach(source, from: 0, count: count, to: target)
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
    @inlinable
    static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        let control = (word &- ones &* 0x20) & ~word
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5c)
        return (control | ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & high != 0
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
