import AdapterAPI

/// UTF-16 to UTF-8, piece by piece, and back.
///
/// Half of a surrogate pair becomes the three bytes that its number would have in UTF-8, and a last odd byte `0xff`: neither
/// is valid, so the row that holds it is refused as any other that is not.
final class WideText {
    private let isBigEndian: Bool
    private var raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 8)

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
    }

    deinit { raw.deallocate() }

    struct Piece {
        /// Bytes of the document.
        var consumed: Int
        /// Bytes of UTF-8.
        var written: Int
        var isAtEnd: Bool
    }

    /// Reads what fits into `target`. While the document grows, half a character at its end is left for later.
    func read(
        _ document: Document, at offset: Int64, into target: UnsafeMutableRawBufferPointer, isFinal: Bool
    ) throws(FileFault) -> Piece {
        // A unit of two bytes becomes three at most.
        let wanted = target.count / 3 * 2
        if raw.count < wanted {
            raw.deallocate()
            raw = .allocate(byteCount: wanted, alignment: 8)
        }
        let got = try document.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[..<wanted]), at: offset)
        let isAtEnd = got < wanted
        var piece = Piece(consumed: 0, written: 0, isAtEnd: isAtEnd)
        while piece.consumed + 2 <= got {
            let unit = unit(at: piece.consumed)
            if unit & 0xfc00 == 0xd800 {
                if piece.consumed + 4 > got, !(isAtEnd && isFinal) { break }
                if piece.consumed + 4 <= got, case let low = self.unit(at: piece.consumed + 2), low & 0xfc00 == 0xdc00 {
                    piece.written += Self.put(
                        0x10000 + (UInt32(unit) & 0x3ff) << 10 + UInt32(low) & 0x3ff, target, piece.written)
                    piece.consumed += 4
                    continue
                }
            }
            piece.written += Self.put(UInt32(unit), target, piece.written)
            piece.consumed += 2
        }
        if isAtEnd, isFinal, got - piece.consumed == 1 {
            target[piece.written] = 0xff
            piece.written += 1
            piece.consumed += 1
        }
        return piece
    }

    private func unit(at index: Int) -> UInt16 {
        let first = UInt16(raw[index])
        let second = UInt16(raw[index + 1])
        return isBigEndian ? first << 8 | second : second << 8 | first
    }

    private static func put(_ scalar: UInt32, _ target: UnsafeMutableRawBufferPointer, _ at: Int) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3f) }
        if scalar < 0x80 {
            target[at] = UInt8(truncatingIfNeeded: scalar)
            return 1
        }
        if scalar < 0x800 {
            target[at] = UInt8(truncatingIfNeeded: 0xc0 | scalar >> 6)
            target[at + 1] = tail(0)
            return 2
        }
        if scalar < 0x10000 {
            target[at] = UInt8(truncatingIfNeeded: 0xe0 | scalar >> 12)
            target[at + 1] = tail(6)
            target[at + 2] = tail(0)
            return 3
        }
        target[at] = UInt8(truncatingIfNeeded: 0xf0 | scalar >> 18)
        target[at + 1] = tail(12)
        target[at + 2] = tail(6)
        target[at + 3] = tail(0)
        return 4
    }

    /// Units of two bytes that the first `count` bytes of UTF-8 stand for.
    static func units(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var units = 0
        for index in 0..<count {
            // What leads a character of four bytes is a pair.
            if bytes[index] & 0xc0 != 0x80 { units += bytes[index] >= 0xf0 && bytes[index] != 0xff ? 2 : 1 }
        }
        return units
    }

    /// The bytes that stand in the document for these.
    func encoded(_ utf8: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count * 2)
        func put(_ unit: UInt32) {
            let high = UInt8(truncatingIfNeeded: unit >> 8)
            let low = UInt8(truncatingIfNeeded: unit)
            bytes.append(isBigEndian ? high : low)
            bytes.append(isBigEndian ? low : high)
        }
        var at = 0
        while at < utf8.count {
            let lead = utf8[at]
            if lead == 0xff {
                bytes.append(lead)
                at += 1
                continue
            }
            let length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
            var scalar = length == 1 ? UInt32(lead) : UInt32(lead) & (0xff >> (UInt32(length) + 1))
            for index in at + 1..<max(at + 1, min(at + length, utf8.count)) {
                scalar = scalar << 6 | UInt32(utf8[index]) & 0x3f
            }
            if scalar >= 0x10000 {
                put(0xd800 + (scalar - 0x10000) >> 10)
                put(0xdc00 + (scalar - 0x10000) & 0x3ff)
            } else {
                put(scalar)
            }
            at += length
        }
        return bytes
    }
}
