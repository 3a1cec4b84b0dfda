import AdapterAPI

/// What stands before the header: lines that are no rows, so that a quote in a title means nothing.
extension RowFeed {
    /// Passes over what stands before the header, or before the first row.
    /// - Returns: false when it is not all there yet, while the document grows.
    func skipPreamble(_ text: CellText) throws -> Bool {
        guard try skipSeparatorLine() else { return false }
        for _ in 0..<layout.skipLines {
            guard let line = try physicalLine() else { return false }
            if line.isMissing { throw DocumentFault(line: 1, reason: "the file has no more than skipLines lines") }
            skip(line)
        }
        guard let pattern = layout.headerAt else { return true }
        for _ in 0..<TableLayout.mostTitleLines {
            guard let line = try physicalLine() else { return false }
            if line.isMissing { throw noHeader }
            if pattern.matches(text.string(of: buffer.bytes + line.start, line.end - line.start)) { return true }
            skip(line)
        }
        throw noHeader
    }

    private var noHeader: DocumentFault {
        DocumentFault(
            line: 1,
            reason:
                "no line is like \"\(layout.headerPattern)\" (headerAt) among the first \(TableLayout.mostTitleLines)")
    }

    /// The line `sep=;` with which some spreadsheets begin a file.
    private func skipSeparatorLine() throws -> Bool {
        let mark = Array("sep=".utf8)
        let length = min(mark.count, buffer.available)
        guard (0..<length).allSatisfy({ buffer.bytes[buffer.position + $0] | 0x20 == mark[$0] | 0x20 }) else {
            return true
        }
        guard let line = try physicalLine() else { return false }
        guard line.end - line.start == mark.count + 1, !line.isMissing,
            (0..<mark.count).allSatisfy({ buffer.bytes[line.start + $0] | 0x20 == mark[$0] | 0x20 })
        else { return true }
        let delimiter = buffer.bytes[line.start + mark.count]
        guard delimiter == layout.delimiter else {
            throw DocumentFault(
                line: 1,
                reason: "the file says that its delimiter is \"\(Unicode.Scalar(delimiter))\"; \"delimiter\" is another"
            )
        }
        skip(line)
        return true
    }

    /// A line of the file, whatever it holds.
    struct Line {
        /// In the memory, without the line end.
        var start: Int
        var end: Int
        /// Where the next one starts.
        var next: Int
        /// Whether there is none: the document is at its end.
        var isMissing: Bool
    }

    /// The line at the present position; nil when it is not there as a whole yet.
    func physicalLine() throws -> Line? {
        var length = 0
        while true {
            let start = buffer.position
            while length < buffer.available, !Self.isLineEnd(buffer.bytes[start + length]) { length += 1 }
            guard length <= layout.maxRowSize else {
                throw DocumentFault(
                    line: line, reason: "the line is longer than \(layout.maxRowSize) bytes (maxRowSize)")
            }
            let end = start + length
            if end < buffer.end {
                let isPair = buffer.bytes[end] == 0x0d && end + 1 < buffer.end && buffer.bytes[end + 1] == 0x0a
                // The second half of a pair may not have been read yet.
                if buffer.bytes[end] == 0x0a || end + 1 < buffer.end || buffer.isLast {
                    return Line(start: start, end: end, next: end + (isPair ? 2 : 1), isMissing: false)
                }
            } else if buffer.isLast {
                return Line(start: start, end: end, next: end, isMissing: length == 0)
            }
            if buffer.isAtEnd { return nil }
            try buffer.refill()
        }
    }

    private func skip(_ line: Line) {
        buffer.position = line.next
        countLine()
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }
}
