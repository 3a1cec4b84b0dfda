/// Finds the borders of a row's values (RFC 4180), eight bytes at a time and without copying. Rows end with LF, CRLF or
/// CR; a quote counts only at a value's start.
///
/// The memory must be readable for 16 bytes beyond the end, and these must be zero.
struct RowScanner {
    private let delimiter: UInt8
    private(set) var cells: UnsafeMutablePointer<Cell>
    private var capacity = 64
    private(set) var cellCount = 0
    /// Where the row's text ends, before its line end.
    private(set) var rowEnd = 0
    /// Lines that the row takes up.
    private(set) var lineCount = 1
    /// Set when some byte at or near the row is no ASCII.
    private(set) var highBits: UInt64 = 0
    /// The first value with text after its closing quote, or nil.
    private(set) var malformedCell: Int?
    /// Lines between the row's start and the quote that is open at the end of what there is, or nil.
    private(set) var openQuoteLine: Int?

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(delimiter: UInt8) {
        self.delimiter = delimiter
        cells = .allocate(capacity: capacity)
    }

    /// Its owner calls it, once.
    func free() { cells.deallocate() }

    /// Whether the row is an empty line.
    var isBlank: Bool { cellCount == 1 && rowEnd == Int(cells[0].start) && cells[0].count == 0 }

    /// Scans the row that starts at `from`; there must be at least one byte. `isLast` says that nothing follows `end`.
    /// - Returns: Where the next row starts, or nil when the row's end is not there yet. With `isLast` that means an open
    ///   quote.
    mutating func scan(_ bytes: UnsafePointer<UInt8>, from: Int, end: Int, isLast: Bool) -> Int? {
        cellCount = 0
        lineCount = 1
        highBits = 0
        malformedCell = nil
        openQuoteLine = nil
        var start = from
        var word = from
        var mask = structure(bytes, word)
        var isQuoted = bytes[from] == Self.quote
        while true {
            while isQuoted {
                guard let after = scanQuoted(bytes, open: start, end: end, isLast: isLast) else { return nil }
                if after == end || bytes[after] != delimiter { return nextRow(bytes, after, end, isLast) }
                start = after + 1
                isQuoted = start < end && bytes[start] == Self.quote
                word = start
                mask = structure(bytes, word)
            }
            while mask == 0 {
                word += 8
                if word >= end {
                    guard isLast else { return nil }
                    append(start, end - start, hasDoubledQuotes: false)
                    return nextRow(bytes, end, end, isLast)
                }
                mask = structure(bytes, word)
            }
            let at = word + mask.trailingZeroBitCount >> 3
            mask &= mask &- 1
            append(start, at - start, hasDoubledQuotes: false)
            if bytes[at] != delimiter { return nextRow(bytes, at, end, isLast) }
            start = at + 1
            isQuoted = bytes[start] == Self.quote && start < end
        }
    }

    /// Scans a value that starts with a quote.
    /// - Returns: Where the delimiter or line end after it is, or the end; nil when that is not there yet.
    private mutating func scanQuoted(_ bytes: UnsafePointer<UInt8>, open: Int, end: Int, isLast: Bool) -> Int? {
        let openLine = lineCount - 1
        var hasDoubledQuotes = false
        var word = open + 1
        var mask = quoteStructure(bytes, word)
        while true {
            while mask == 0 {
                word += 8
                if word >= end {
                    openQuoteLine = openLine
                    return nil
                }
                mask = quoteStructure(bytes, word)
            }
            let at = word + mask.trailingZeroBitCount >> 3
            mask &= mask &- 1
            if bytes[at] != Self.quote {
                // The line feed of a pair was counted with its carriage return.
                if bytes[at] == Self.carriageReturn || bytes[at - 1] != Self.carriageReturn { lineCount += 1 }
                continue
            }
            if at + 1 == end, !isLast {
                openQuoteLine = openLine
                return nil
            }
            if at + 1 < end, bytes[at + 1] == Self.quote {
                hasDoubledQuotes = true
                word = at + 2
                mask = quoteStructure(bytes, word)
                continue
            }
            append(open + 1, at - open - 1, hasDoubledQuotes: hasDoubledQuotes)
            return afterQuote(bytes, at + 1, end, isLast)
        }
    }

    private mutating func afterQuote(_ bytes: UnsafePointer<UInt8>, _ from: Int, _ end: Int, _ isLast: Bool) -> Int? {
        var at = from
        while at < end, bytes[at] != delimiter, bytes[at] != Self.lineFeed, bytes[at] != Self.carriageReturn { at += 1 }
        if at == end, !isLast { return nil }
        if at > from, malformedCell == nil { malformedCell = cellCount - 1 }
        return at
    }

    private mutating func nextRow(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ isLast: Bool) -> Int? {
        rowEnd = at
        if at == end { return end }
        guard bytes[at] == Self.carriageReturn else { return at + 1 }
        // The line feed of a pair may not have been read yet.
        if at + 1 == end { return isLast ? end : nil }
        return bytes[at + 1] == Self.lineFeed ? at + 2 : at + 1
    }

    private mutating func append(_ start: Int, _ count: Int, hasDoubledQuotes: Bool) {
        if cellCount == capacity { grow() }
        cells[cellCount] = Cell(
            start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: count),
            hasDoubledQuotes: hasDoubledQuotes)
        cellCount += 1
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Cell>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: cells, count: capacity)
        cells.deallocate()
        cells = larger
        capacity *= 2
    }

    /// Bit 7 of each of the eight bytes that ends an unquoted value.
    @inline(__always)
    private mutating func structure(_ bytes: UnsafePointer<UInt8>, _ at: Int) -> UInt64 {
        let word = load(bytes, at)
        return Self.equal(word, delimiter) | Self.equal(word, Self.lineFeed) | Self.equal(word, Self.carriageReturn)
    }

    /// Bit 7 of each of the eight bytes that matters within quotes.
    @inline(__always)
    private mutating func quoteStructure(_ bytes: UnsafePointer<UInt8>, _ at: Int) -> UInt64 {
        let word = load(bytes, at)
        return Self.equal(word, Self.quote) | Self.equal(word, Self.lineFeed) | Self.equal(word, Self.carriageReturn)
    }

    @inline(__always)
    private mutating func load(_ bytes: UnsafePointer<UInt8>, _ at: Int) -> UInt64 {
        let word = UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt64.self))
        highBits |= word
        return word
    }

    /// Exact for every byte, unlike the shorter form whose borrow can reach the next one.
    @inline(__always)
    private static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
        let difference = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
        return ~(((difference & low) &+ low) | difference | low)
    }
}
