/// The content of the part that a package's reader stands at.
final class PartSource: ByteSource {
    private let reader: MultipartReader

    init(_ reader: MultipartReader) {
        self.reader = reader
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try reader.read(into: buffer) }
}
