import AdapterAPI

/// The part of a document that is in memory: reads on in pieces and keeps what is left of a row. UTF-16 becomes UTF-8 as it
/// is read; what is none of it becomes bytes that are no UTF-8 either.
final class RowBuffer {
    private let document: Document
    private let wide: WideText?
    /// Whether what ends the document ends it for good: false while it grows.
    let isFinal: Bool
    private var capacity: Int
    private let window: Box<Window>
    /// Where in the document the next piece starts.
    private var nextOffset: Int64
    /// A position of the memory and where in the document it stands.
    private var known: (position: Int, offset: Int64)

    private struct Window {
        var bytes: UnsafeMutablePointer<UInt8>
        var position = 0
        var end = 0
        var isAtEnd = false
    }

    /// Bytes read at a time.
    static let pieceSize = 64 * 1024
    /// Zero bytes after the end, for a scanner that reads words.
    private static let padding = 16
    /// Room that a piece needs at least.
    private static let smallestPiece = 8

    /// A smaller `pieceSize` is for tests.
    init(
        _ document: Document, wide: WideText?, from offset: Int64, isFinal: Bool, pieceSize: Int = RowBuffer.pieceSize
    ) {
        self.document = document
        self.wide = wide
        self.isFinal = isFinal
        nextOffset = offset
        known = (0, offset)
        capacity = max(pieceSize, 2 * Self.smallestPiece)
        window = Box(Window(bytes: .allocate(capacity: capacity + Self.padding)))
        bytes.update(repeating: 0, count: Self.padding)
    }

    deinit { bytes.deallocate() }

    @inline(__always)
    private(set) var bytes: UnsafeMutablePointer<UInt8> {
        get { window.pointer.pointee.bytes }
        set { window.pointer.pointee.bytes = newValue }
    }

    /// Where the next row starts.
    @inline(__always)
    var position: Int {
        get { window.pointer.pointee.position }
        set { window.pointer.pointee.position = newValue }
    }

    @inline(__always)
    private(set) var end: Int {
        get { window.pointer.pointee.end }
        set { window.pointer.pointee.end = newValue }
    }

    /// Whether the document had nothing beyond ``end`` when it was read last.
    @inline(__always)
    private(set) var isAtEnd: Bool {
        get { window.pointer.pointee.isAtEnd }
        set { window.pointer.pointee.isAtEnd = newValue }
    }

    /// Bytes from the next row's start on.
    var available: Int { end - position }

    /// Whether nothing will follow ``end``.
    var isLast: Bool { isAtEnd && isFinal }

    /// Where in the document a position of the memory stands.
    func offset(of position: Int) -> Int64 {
        guard wide != nil else { return known.offset + Int64(position - known.position) }
        if position >= known.position {
            known.offset += 2 * Int64(WideText.units(bytes + known.position, position - known.position))
        } else {
            known.offset -= 2 * Int64(WideText.units(bytes + position, known.position - position))
        }
        known.position = position
        return known.offset
    }

    /// Calls `body` with the bytes that stand in the document for a part of the memory.
    func withOriginal<Result>(from start: Int, to end: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let part = UnsafeBufferPointer(start: bytes + start, count: end - start)
        if let wide { return wide.encoded(part).withUnsafeBytes(body) }
        return body(UnsafeRawBufferPointer(part))
    }

    /// Reads more, after what is left. A row that takes up half of the memory gets twice as much.
    func refill() throws(FileFault) {
        let left = available
        known = (0, offset(of: position))
        if left > capacity / 2 {
            grow()
        } else {
            bytes.update(from: bytes + position, count: left)
        }
        position = 0
        end = left
        let room = UnsafeMutableRawBufferPointer(start: bytes + end, count: capacity - end)
        if let wide {
            let piece = try wide.read(document, at: nextOffset, into: room, isFinal: isFinal)
            nextOffset += Int64(piece.consumed)
            end += piece.written
            isAtEnd = piece.isAtEnd
        } else {
            let got = try document.read(into: room, at: nextOffset)
            nextOffset += Int64(got)
            end += got
            isAtEnd = got < room.count
        }
        (bytes + end).update(repeating: 0, count: Self.padding)
    }

    private func grow() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + Self.padding)
        larger.update(from: bytes + position, count: available)
        bytes.deallocate()
        bytes = larger
        capacity *= 2
    }
}
