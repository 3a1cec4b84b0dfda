import AdapterAPI

/// Gives a document's rows one after another: the only part that knows how rows and values are told apart. Another form of
/// rows needs another feed; what becomes of them (``RowMapper``) sees names and values only.
final class RowFeed {
    let buffer: RowBuffer
    private let scan: Box<RowScanner>
    private let place: Box<Place>
    let layout: TableLayout

    private struct Place {
        var start = 0
        var end = 0
        var rowLine = 1
        var line: Int
    }

    /// Reads from an offset where a row begins, in that line.
    init(
        _ document: Document, _ layout: TableLayout, from offset: Int64 = 0, line: Int = 1, isFinal: Bool = true,
        pieceSize: Int = RowBuffer.pieceSize
    ) throws(FileFault) {
        self.layout = layout
        place = Box(Place(line: line))
        buffer = RowBuffer(
            document, wide: try Self.wideText(document, layout.encoding), from: offset, isFinal: isFinal,
            pieceSize: pieceSize)
        scan = Box(RowScanner(delimiter: layout.delimiter))
        try buffer.refill()
        if offset == 0 { skipByteOrderMark() }
    }

    deinit { scan.pointer.pointee.free() }

    /// Where the row that was found begins in the memory.
    @inline(__always)
    var start: Int { place.pointer.pointee.start }

    /// Where it ends, its line end left out.
    @inline(__always)
    var end: Int { place.pointer.pointee.end }

    /// The line that it begins in.
    @inline(__always)
    var rowLine: Int { place.pointer.pointee.rowLine }

    /// The line that is read next.
    var line: Int { place.pointer.pointee.line }

    /// The row's values.
    @inline(__always)
    var cells: UnsafeMutablePointer<Cell> { scan.pointer.pointee.cells }

    @inline(__always)
    var cellCount: Int { scan.pointer.pointee.cellCount }

    /// The first value with text after its closing quote, or nil.
    @inline(__always)
    var malformedCell: Int? { scan.pointer.pointee.malformedCell }

    /// A byte order mark decides which byte comes first, whatever the options say.
    private static func wideText(_ document: Document, _ encoding: TextEncoding) throws(FileFault) -> WideText? {
        guard encoding.isWide else { return nil }
        var head: (UInt8, UInt8) = (0, 0)
        let got = try withUnsafeMutableBytes(of: &head) { buffer throws(FileFault) in
            try document.read(into: buffer, at: 0)
        }
        if got == 2, head == (0xfe, 0xff) { return WideText(isBigEndian: true) }
        if got == 2, head == (0xff, 0xfe) { return WideText(isBigEndian: false) }
        return WideText(isBigEndian: encoding == .utf16Big)
    }

    private func skipByteOrderMark() {
        let bytes = buffer.bytes
        guard layout.encoding.isUnicode, buffer.end >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf else {
            return
        }
        buffer.position = 3
    }

    /// Finds the next row that is not an empty line.
    /// - Returns: false when there is none, or (while the document grows) none yet.
    func next() throws -> Bool {
        let scan = scan.pointer
        while true {
            if buffer.available > 0 {
                let start = buffer.position
                let next = scan.pointee.scan(buffer.bytes, from: start, end: buffer.end, isLast: buffer.isLast)
                if (next ?? buffer.end) - start > layout.maxRowSize { throw tooLong(isOpen: next == nil) }
                if let next {
                    found(start, scan.pointee.rowEnd, next: next, lines: scan.pointee.lineCount)
                    if scan.pointee.isBlank { continue }
                    return true
                }
                if buffer.isLast, let open = scan.pointee.openQuoteLine {
                    throw DocumentFault(line: line + open, reason: "the quote that opens here is never closed")
                }
            }
            if buffer.isAtEnd { return false }
            try buffer.refill()
        }
    }

    private func tooLong(isOpen: Bool) -> DocumentFault {
        let hint =
            scan.pointer.pointee.openQuoteLine.map { "; a quote that opens in line \(line + $0) may not be closed" }
            ?? ""
        let reason = "the row is longer than \(layout.maxRowSize) bytes (maxRowSize)"
        return DocumentFault(line: line, reason: reason + (isOpen ? hint : ""))
    }

    func countLine() { place.pointer.pointee.line += 1 }

    @inline(__always)
    private func found(_ start: Int, _ end: Int, next: Int, lines: Int) {
        let place = place.pointer
        place.pointee.start = start
        place.pointee.end = end
        place.pointee.rowLine = place.pointee.line
        place.pointee.line += lines
        buffer.position = next
    }

    /// Takes the line where a row begins that has no end for the row.
    /// - Returns: false when the line is not there as a whole.
    func skipDamagedLine() throws -> Bool {
        guard let damaged = try physicalLine(), !damaged.isMissing else { return false }
        found(damaged.start, damaged.end, next: damaged.next, lines: 1)
        return true
    }

    /// Whether no byte of the row is other than ASCII.
    @inline(__always)
    var isASCII: Bool { scan.pointer.pointee.highBits & 0x8080_8080_8080_8080 == 0 }
}
