/// The lines of a document, one after another, in memory that does not grow with it: for formats with a record a line.
///
///     var lines = DocumentLines(document, longest: 64 * 1024)
///     while let line = try lines.next() { … }
///
/// A line ends with LF or CRLF; the last one may lack its end. A byte order mark before the first is passed over.
public struct DocumentLines {
    /// One line, without its end.
    public struct Line: Sendable {
        /// From 1.
        public var number: Int
        /// Its bytes; of a line that is too long, the beginning.
        public var bytes: [UInt8]
        /// Whether it was longer than allowed.
        public var isCut: Bool

        /// The bytes as text; nil when they are no UTF-8, or cut.
        public var text: String? { isCut ? nil : String(validating: bytes, as: UTF8.self) }
    }

    private let document: Document
    private let longest: Int
    private var buffer: [UInt8] = []
    private var position = 0
    private var offset: Int64 = 0
    private var number = 0
    private var isAtEnd = false

    /// Bytes read at a time.
    private static let piece = 64 * 1024

    /// - Parameter longest: bytes of the longest line that is given as a whole.
    public init(_ document: Document, longest: Int) {
        self.document = document
        self.longest = max(longest, 1)
    }

    /// The next line, empty ones included; nil behind the last.
    /// - Throws: ``FileFault``.
    public mutating func next() throws(FileFault) -> Line? {
        if offset == 0 { try start() }
        var line: [UInt8] = []
        var length = 0
        while true {
            if position == buffer.count {
                try fill()
                if position == buffer.count {
                    if length == 0 { return nil }
                    return finish(line, length)
                }
            }
            let rest = buffer[position...]
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            let part = rest[..<(end ?? rest.endIndex)]
            // One more than allowed, since a CR may be among them.
            line += part.prefix(max(0, longest + 1 - line.count))
            length += part.count
            position = end.map { $0 + 1 } ?? rest.endIndex
            if end != nil { return finish(line, length) }
        }
    }

    private mutating func finish(_ bytes: [UInt8], _ length: Int) -> Line {
        number += 1
        var bytes = bytes
        var length = length
        if bytes.count == length, bytes.last == UInt8(ascii: "\r") {
            bytes.removeLast()
            length -= 1
        }
        let isCut = length > longest
        return Line(number: number, bytes: isCut ? Array(bytes.prefix(longest)) : bytes, isCut: isCut)
    }

    private mutating func start() throws(FileFault) {
        try fill()
        if buffer.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    }

    private mutating func fill() throws(FileFault) {
        guard !isAtEnd else { return }
        var piece = [UInt8](repeating: 0, count: Self.piece)
        let offset = offset
        let count = try piece.withUnsafeMutableBufferPointer { (bytes) throws(FileFault) in
            try document.read(into: UnsafeMutableRawBufferPointer(bytes), at: offset)
        }
        self.offset += Int64(count)
        isAtEnd = count < Self.piece
        piece.removeLast(Self.piece - count)
        buffer = piece
        position = 0
    }
}
