import AdapterAPI

/// The bytes of an open file.
final class DocumentSource: ByteSource {
    private let document: Document
    private var offset: Int64

    /// `offset` is where to begin, in bytes.
    init(_ document: Document, from offset: Int64 = 0) {
        self.document = document
        self.offset = offset
    }

    /// - Throws: `FileFault`, or `CancellationError`: skipping a part of a gigabyte has no other place to stop.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try Task.checkCancellation()
        let got = try document.read(into: buffer, at: offset)
        offset += Int64(got)
        return got
    }
}
