import AdapterAPI

/// The part of a document that is in memory: reads on in pieces and keeps what is left of a row.
final class RowBuffer {
    private let document: Document
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Where the next row starts.
    var position = 0
    private(set) var end = 0
    /// Whether the document has nothing beyond ``end``.
    private(set) var isLast = false
    private var offset: Int64 = 0

    /// Bytes read at a time.
    static let pieceSize = 64 * 1024
    /// Zero bytes after the end, for a scanner that reads words.
    private static let padding = 16

    /// A smaller `pieceSize` is for tests.
    init(_ document: Document, pieceSize: Int = RowBuffer.pieceSize) {
        self.document = document
        capacity = pieceSize
        bytes = .allocate(capacity: capacity + Self.padding)
        bytes.update(repeating: 0, count: Self.padding)
    }

    deinit { bytes.deallocate() }

    /// Bytes from the next row's start on.
    var available: Int { end - position }

    /// Reads more, after what is left. A row that takes up half of the memory gets twice as much.
    func refill() throws(FileFault) {
        let left = available
        if left > capacity / 2 {
            grow()
        } else {
            bytes.update(from: bytes + position, count: left)
        }
        position = 0
        end = left
        let target = UnsafeMutableRawBufferPointer(start: bytes + end, count: capacity - end)
        let got = try document.read(into: target, at: offset)
        offset += Int64(got)
        isLast = got < target.count
        end += got
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
