import AdapterAPI

/// The reading of one document, a batch at a time.
final class CSVReading {
    enum Progress {
        /// Send the batch, if there is one, and go on.
        case more
        case end
        /// Send the batch, then refuse the document.
        case fault(DocumentFault)
    }

    private(set) var batch: RecordBatch
    /// Records found so far, skipped ones included; their identities depend on it.
    private(set) var row = 0

    private let options: CSVOptions
    private let buffer: RowBuffer
    private let scanner: RowScanner
    private let recordsToSkip: Int
    private let contentHash: ContentHash
    private let fileTime: Timestamp
    private let text: CellText
    private var layout: RowLayout?
    private var line = 1
    private var assets = LabelCache()
    private var subtypes = LabelCache()
    private var fallbacks = 0

    /// Rows skipped between two looks at whether the source was stopped.
    private static let skippedAtATime = 16_384

    /// Reads the whole document once for its hash.
    init(
        _ document: Document, _ options: CSVOptions, recordsToSkip: Int, pieceSize: Int = RowBuffer.pieceSize
    ) throws {
        self.options = options
        self.recordsToSkip = recordsToSkip
        contentHash = try document.contentHash()
        buffer = RowBuffer(document, pieceSize: pieceSize)
        scanner = RowScanner(delimiter: options.delimiter)
        text = CellText(options.encoding)
        batch = RecordBatch(document: document.name)
        fileTime = Timestamp(
            secondsSince1970: document.modified.seconds, nanoseconds: document.modified.nanoseconds, zone: options.zone)
        try buffer.refill()
        skipByteOrderMark()
    }

    private func skipByteOrderMark() {
        let bytes = buffer.bytes
        guard options.encoding == .utf8, buffer.end >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf else {
            return
        }
        buffer.position = 3
    }

    /// Reads rows until the batch is full or the document ends.
    /// - Throws: ``FileFault`` when reading fails.
    func fill() throws(FileFault) -> Progress {
        defer { countFallbacks() }
        let first = row
        do {
            while try nextRow() {
                if batch.isFull || (batch.isEmpty && row - first >= Self.skippedAtATime) { return .more }
            }
            if layout == nil { throw DocumentFault(line: 1, reason: "there is no header row") }
            return .end
        } catch let fault as DocumentFault {
            var fault = fault
            fault.recordsTaken = row
            return .fault(fault)
        } catch let fault as FileFault {
            throw fault
        } catch {
            return .fault(DocumentFault(line: line, reason: "\(error)", recordsTaken: row))
        }
    }

    /// Empties the batch after it was sent.
    func emptyBatch() {
        batch.removeAll()
        assets.startBatch()
        subtypes.startBatch()
    }

    private func countFallbacks() {
        if fallbacks > 0 { batch.count("timestamp_fallback", fallbacks) }
        fallbacks = 0
    }

    /// Takes one row; false at the document's end.
    private func nextRow() throws -> Bool {
        while true {
            if buffer.available > 0 {
                let start = buffer.position
                let next = scanner.scan(buffer.bytes, from: start, end: buffer.end, isLast: buffer.isLast)
                if (next ?? buffer.end) - start > options.maxRowSize { throw tooLong(isOpen: next == nil) }
                if let next {
                    try take(start)
                    buffer.position = next
                    line += scanner.lineCount
                    return true
                }
                if buffer.isLast, let open = scanner.openQuoteLine {
                    throw DocumentFault(line: line + open, reason: "the quote that opens here is never closed")
                }
            } else if buffer.isLast {
                return false
            }
            try buffer.refill()
        }
    }

    private func tooLong(isOpen: Bool) -> DocumentFault {
        let hint = scanner.openQuoteLine.map { "; a quote that opens in line \(line + $0) may not be closed" } ?? ""
        let reason = "the row is longer than \(options.maxRowSize) bytes (maxRowSize)"
        return DocumentFault(line: line, reason: reason + (isOpen ? hint : ""))
    }

    private func take(_ start: Int) throws(DocumentFault) {
        if scanner.isBlank { return }
        guard let layout else {
            layout = try makeLayout(start)
            return
        }
        row += 1
        if row > recordsToSkip { append(start, layout) }
    }

    private func makeLayout(_ start: Int) throws(DocumentFault) -> RowLayout {
        if let malformed = scanner.malformedCell {
            throw DocumentFault(
                line: line, reason: "in the header, column \(malformed + 1) has text after its closing quote")
        }
        if !isValidText(start, scanner.rowEnd) {
            throw DocumentFault(line: line, reason: "the header is no valid UTF-8: is \"encoding\" another one?")
        }
        var names: [String] = []
        for index in 0..<scanner.cellCount {
            let cell = text.utf8(scanner.cells[index], buffer.bytes, isASCII: isASCII)
            names.append(String(decoding: Blanks.trim(cell), as: UTF8.self))
        }
        return try RowLayout(names, options, line: line)
    }

    private func append(_ start: Int, _ layout: RowLayout) {
        let identity = contentHash.mixed(with: UInt64(row))
        let origin = Record.Origin(line: line)
        if let reason = refusal(start, layout) {
            let original = UnsafeRawBufferPointer(start: buffer.bytes + start, count: scanner.rowEnd - start)
            batch.appendRefused(
                layout.kind, original: original, reason: reason, identity: identity, origin: origin)
            return
        }
        let kind = kindIndex(layout)
        let asset = layout.header.asset.flatMap { assetIndex($0) }
        let time = time(layout.header)
        let payload = layout.payload.write(
            scanner.cells, buffer.bytes, rowSize: scanner.rowEnd - start, isASCII: isASCII, text: text)
        batch.append(
            payload: payload, kind: kind, assetKey: asset, time: time, identity: identity, origin: origin)
    }

    /// Why no event can be made of the row, a code and words; or nil.
    private func refusal(_ start: Int, _ layout: RowLayout) -> String? {
        let names = layout.header.names
        if let malformed = scanner.malformedCell {
            return "bad_quotes: \(Self.column(malformed, names)) has text after its closing quote"
        }
        if scanner.cellCount != names.count {
            return "wrong_width: the row has \(scanner.cellCount) values, the header \(names.count)"
        }
        if isValidText(start, scanner.rowEnd) { return nil }
        for index in 0..<scanner.cellCount {
            let cell = scanner.cells[index]
            if !isValidText(Int(cell.start), Int(cell.start + cell.count)) {
                return "bad_encoding: \(Self.column(index, names)) is no valid UTF-8"
            }
        }
        return "bad_encoding: the row is no valid UTF-8"
    }

    private static func column(_ index: Int, _ names: [String]) -> String {
        index < names.count ? "column \"\(names[index])\"" : "column \(index + 1)"
    }

    private var isASCII: Bool { scanner.highBits & 0x8080_8080_8080_8080 == 0 }

    private func isValidText(_ start: Int, _ end: Int) -> Bool {
        if options.encoding != .utf8 || isASCII { return true }
        let bytes = UnsafeBufferPointer(start: buffer.bytes + start, count: end - start)
        return (try? UTF8Span(validating: bytes.span)) != nil
    }

    private func label(_ column: Int) -> UnsafeRawBufferPointer {
        Blanks.trim(text.utf8(scanner.cells[column], buffer.bytes, isASCII: isASCII))
    }

    private func assetIndex(_ column: Int) -> Int? {
        let label = label(column)
        if label.isEmpty { return nil }
        return assets.index(of: label) { batch.index(ofAssetKey: $0) }
    }

    private func kindIndex(_ layout: RowLayout) -> Int {
        let label = layout.header.subtype.map(label) ?? UnsafeRawBufferPointer(start: nil, count: 0)
        return subtypes.index(of: label) { subtype in
            batch.index(of: subtype.isEmpty ? layout.kind : layout.kind(subtype))
        }
    }

    private func time(_ header: CSVHeader) -> Timestamp {
        if let column = header.time {
            let text = label(column)
            let time =
                header.timePattern.map { $0.read(text, zone: options.zone) } ?? Timestamp(text, zone: options.zone)
            if let time { return time }
        }
        fallbacks += 1
        return fileTime
    }
}
