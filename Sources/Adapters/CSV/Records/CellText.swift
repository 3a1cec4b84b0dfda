/// Gives a value's text as UTF-8: in place when it is that already, else in memory of its own.
final class CellText {
    private let upperHalf: [UInt16]?
    private var scratch: UnsafeMutableRawPointer
    private var capacity = 4_096

    /// UTF-8 bytes that one byte of another encoding can need.
    private static let worstExpansion = 3

    init(_ encoding: TextEncoding) {
        upperHalf = encoding.upperHalf
        scratch = .allocate(byteCount: capacity, alignment: 8)
    }

    deinit { scratch.deallocate() }

    /// Valid until the next call. `isASCII` says that no byte of the row is anything else.
    @inline(__always)
    func utf8(_ cell: Cell, _ bytes: UnsafePointer<UInt8>, isASCII: Bool) -> UnsafeRawBufferPointer {
        if !cell.hasDoubledQuotes, isASCII || upperHalf == nil {
            return UnsafeRawBufferPointer(start: bytes + Int(cell.start), count: Int(cell.count))
        }
        return converted(cell, bytes)
    }

    private func converted(_ cell: Cell, _ bytes: UnsafePointer<UInt8>) -> UnsafeRawBufferPointer {
        let needed = Int(cell.count) * Self.worstExpansion
        if needed > capacity {
            scratch.deallocate()
            capacity = needed * 2
            scratch = .allocate(byteCount: capacity, alignment: 8)
        }
        var to = 0
        var at = Int(cell.start)
        let end = at + Int(cell.count)
        while at < end {
            let byte = bytes[at]
            at += cell.hasDoubledQuotes && byte == UInt8(ascii: "\"") ? 2 : 1
            if byte >= 0x80, let upperHalf {
                to += Self.put(upperHalf[Int(byte) - 0x80], at: scratch + to)
            } else {
                scratch.storeBytes(of: byte, toByteOffset: to, as: UInt8.self)
                to += 1
            }
        }
        return UnsafeRawBufferPointer(start: scratch, count: to)
    }

    /// A part of the memory as text, quotes and all; what is no UTF-8 is replaced.
    func string(of bytes: UnsafePointer<UInt8>, _ count: Int) -> String {
        let cell = Cell(start: 0, count: Int32(truncatingIfNeeded: count), hasDoubledQuotes: false)
        return String(decoding: utf8(cell, bytes, isASCII: false), as: UTF8.self)
    }

    private static func put(_ character: UInt16, at target: UnsafeMutableRawPointer) -> Int {
        func store(_ byte: UInt16, _ offset: Int) {
            target.storeBytes(of: UInt8(truncatingIfNeeded: byte), toByteOffset: offset, as: UInt8.self)
        }
        if character < 0x800 {
            store(0xc0 | character >> 6, 0)
            store(0x80 | character & 0x3f, 1)
            return 2
        }
        store(0xe0 | character >> 12, 0)
        store(0x80 | character >> 6 & 0x3f, 1)
        store(0x80 | character & 0x3f, 2)
        return 3
    }
}
