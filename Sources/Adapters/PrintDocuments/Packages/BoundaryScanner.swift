import Glibc

/// A window over a package that moves forward: header lines, and bodies up to the next delimiter line.
///
/// Memory is the window, whatever the size of a part. A body that is skipped costs one `memchr` a line.
struct BoundaryScanner: ~Copyable {
    /// A line that separates parts.
    struct Delimiter {
        /// Which of ``boundaries``.
        var level: Int
        /// Whether it is the last of its level.
        var isClose: Bool
        /// Bytes, with the line break.
        var length: Int
    }

    enum Match {
        case none
        /// It cannot be told before more bytes are there.
        case undecided
        case found(Delimiter)
    }

    /// What separates parts, the outermost first, each up to ``longestBoundary``. A delimiter of an outer level ends the inner ones too (RFC 2046
    /// section 5.1.2).
    var boundaries: [[UInt8]] = []
    /// The line of the next byte, from 1.
    private(set) var line = 1
    private let source: any ByteSource
    let window: UnsafeMutableRawBufferPointer
    private(set) var at = 0
    private(set) var end = 0
    private(set) var isAtEnd = false
    /// Bytes of the source before the window.
    private var windowStart: Int64 = 0
    /// Where the line of the next byte begins, in bytes of the source.
    private var lineStart: Int64 = 0
    /// What is known to be body: from `at` to here, with so many line breaks, the last of them there.
    private var bodyEnd = 0
    private var breaks = 0
    private var lastBreak = -1
    /// Where the delimiter after the body begins; between them is the line break that belongs to it.
    private var delimiter: (start: Int, delimiter: Delimiter)?
    private var isBodyStart = false

    /// Bytes of a boundary; RFC 2046 section 5.1.1 allows 70.
    static let longestBoundary = 200
    /// Bytes of white space after a boundary that still make a delimiter.
    static let padding = 256
    /// What a delimiter with the longest boundary and the line breaks around it needs.
    static let smallestWindow = 1024

    init(_ source: any ByteSource, windowSize: Int) {
        self.source = source
        window = .allocate(byteCount: max(windowSize, Self.smallestWindow), alignment: 16)
    }

    deinit { window.deallocate() }

    /// Whether the source ended where a body was to go on.
    var isCutShort: Bool { isAtEnd && at == end && delimiter == nil }

    /// The column of the next byte, from 1.
    var column: Int { Int(windowStart + Int64(at) - lineStart) + 1 }

    /// Says that a body begins at the next byte, which begins a line.
    mutating func beginBody() {
        bodyEnd = at
        breaks = 0
        lastBreak = -1
        delimiter = nil
        isBodyStart = true
    }

    /// The next bytes of the body; empty when a delimiter or the end of the source follows. Say with ``consume(_:)`` how
    /// many were used.
    mutating func body() throws -> UnsafeRawBufferPointer {
        while at == bodyEnd, delimiter == nil {
            if isBodyStart {
                switch match(at: at) {
                case .found(let found):
                    delimiter = (at, found)
                    continue
                case .undecided:
                    try fill()
                    continue
                case .none: isBodyStart = false
                }
            }
            scan()
            guard at == bodyEnd, delimiter == nil else { break }
            if isAtEnd { break }
            try fill()
        }
        return UnsafeRawBufferPointer(rebasing: window[at..<bodyEnd])
    }

    /// Moves over bytes that ``body()`` gave.
    mutating func consume(_ count: Int) {
        if at + count == bodyEnd {
            line += breaks
            if lastBreak >= at { lineStart = windowStart + Int64(lastBreak) + 1 }
            breaks = 0
            lastBreak = -1
            at = bodyEnd
        } else {
            breaks -= advance(to: at + count)
        }
    }

    /// Takes the delimiter that follows the body, or nil when none does.
    mutating func takeDelimiter() -> Delimiter? {
        guard at == bodyEnd, let (start, found) = delimiter else { return nil }
        advance(to: start + found.length)
        delimiter = nil
        bodyEnd = at
        return found
    }

    /// The next byte, at the start of a line; nil at the end of the source. No body is begun.
    mutating func peek() throws -> UInt8? {
        if at == end { try fill() }
        return at < end ? window[at] : nil
    }

    /// Whether a delimiter begins at the next byte, at the start of a line.
    mutating func isAtDelimiter() throws -> Bool {
        while true {
            switch match(at: at) {
            case .found: return true
            case .none: return false
            case .undecided: try fill()
            }
        }
    }

    /// Whether the next bytes are these.
    mutating func begins(with bytes: [UInt8]) throws -> Bool {
        while end - at < bytes.count, !isAtEnd { try fill() }
        return window[at..<end].starts(with: bytes)
    }

    /// The next line up to what a delimiter may have at most; it is not taken.
    mutating func peekLine() throws -> [UInt8] {
        while true {
            let there = window[at..<end].prefix(Self.smallestWindow / 2)
            if let stop = there.firstIndex(of: UInt8(ascii: "\n")) { return Array(window[at..<stop]) }
            if isAtEnd || there.count == Self.smallestWindow / 2 { return Array(there) }
            try fill()
        }
    }

    /// Takes `count` bytes that ``begins(with:)`` saw.
    mutating func skip(_ count: Int) { advance(to: at + count) }

    /// Takes the next line, without its break. `limit` is in bytes; a longer line gives nil.
    mutating func takeLine(limit: Int) throws -> [UInt8]? {
        var taken: [UInt8] = []
        while try peek() != nil {
            let found = memchr(window.baseAddress! + at, 10, end - at)
            let stop = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(window.baseAddress!) } ?? end
            guard taken.count + stop - at <= limit else { return nil }
            taken.append(contentsOf: window[at..<stop])
            advance(to: min(stop + 1, end))
            if found != nil { break }
        }
        if taken.last == UInt8(ascii: "\r") { taken.removeLast() }
        return taken
    }

    /// Looks for the end of the body in what is there.
    private mutating func scan() {
        guard let base = window.baseAddress else { return }
        var from = at
        while from < end, let found = memchr(base + from, 10, end - from) {
            let lineBreak = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            let next = lineBreak + 1
            if next < end, window[next] != UInt8(ascii: "-") {
                breaks += 1
                lastBreak = lineBreak
                from = next
                continue
            }
            switch match(at: next) {
            case .none:
                breaks += 1
                lastBreak = lineBreak
                from = next
                continue
            case .found(let found): delimiter = (next, found)
            case .undecided: break
            }
            // The line break before a delimiter is part of it.
            let isPair = lineBreak > at && window[lineBreak - 1] == UInt8(ascii: "\r")
            bodyEnd = isPair ? lineBreak - 1 : lineBreak
            return
        }
        let mayBePair = end > at && window[end - 1] == UInt8(ascii: "\r") && !isAtEnd
        bodyEnd = mayBePair ? end - 1 : end
    }

    /// Brings more bytes, behind what is not consumed.
    private mutating func fill() throws {
        if at > 0 {
            window.copyMemory(from: UnsafeRawBufferPointer(rebasing: window[at..<end]))
            windowStart += Int64(at)
            end -= at
            bodyEnd -= at
            at = 0
        }
        // What is held is a delimiter at most, so there is room; without room the source would seem to end.
        precondition(end < window.count)
        let got = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: window[end...]))
        end += got
        isAtEnd = got == 0
    }

    /// Moves to an index of the window, counting lines; gives the number of line breaks passed.
    @discardableResult
    private mutating func advance(to target: Int) -> Int {
        guard let base = window.baseAddress else { return 0 }
        var passed = 0
        while at < target, let found = memchr(base + at, 10, target - at) {
            at = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
            lineStart = windowStart + Int64(at)
            passed += 1
        }
        at = target
        line += passed
        return passed
    }
}
