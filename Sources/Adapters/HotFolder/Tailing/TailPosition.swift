public import AdapterAPI

/// How far a growing file was read, and what shows that it still is the file that was read so far.
public struct TailPosition: Sendable, Equatable {
    /// A part of the file and the hash of its bytes.
    public struct Part: Sendable, Equatable {
        public var length: Int64
        public var hash: ContentHash

        public init(length: Int64, hash: ContentHash) {
            self.length = length
            self.hash = hash
        }
    }

    /// Where the next record starts, in bytes.
    public var offset: Int64
    /// The line of the next record, from 1.
    public var line: Int
    /// From the file's start to the end of its first record: it tells one content from another.
    public var head: Part
    /// The last record, up to ``offset``.
    public var last: Part

    public init(offset: Int64, line: Int, head: Part, last: Part) {
        self.offset = offset
        self.line = line
        self.head = head
        self.last = last
    }

    /// Whether the document holds what was read up to here, as far as its head and its last record tell.
    func isHeld(by document: Document) throws -> Bool {
        try Self.hash(of: document, from: offset - last.length, to: offset) == last.hash
            && Self.hash(of: document, from: 0, to: head.length) == head.hash
    }

    /// The hash of a part of a document; nil when it is shorter.
    public static func hash(of document: Document, from start: Int64, to end: Int64) throws -> ContentHash? {
        var hasher = ContentHasher()
        var at = start
        return try withUnsafeTemporaryAllocation(byteCount: piece, alignment: 16) { buffer in
            while at < end {
                let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(piece, Int(end - at))])
                let got = try document.read(into: wanted, at: at)
                guard got == wanted.count else { return nil }
                hasher.update(UnsafeRawBufferPointer(wanted))
                at += Int64(got)
            }
            return hasher.finish()
        }
    }

    private static let piece = 16 * 1024
}
