/// A source whose first bytes were looked at and come again when it is read.
final class PeekedSource: ByteSource {
    /// The first bytes, fewer than asked only when the source has no more.
    let head: [UInt8]
    private let source: any ByteSource
    private var replayed = 0

    /// Reads the first `count` bytes of `source`.
    init(_ source: any ByteSource, count: Int) throws {
        self.source = source
        var head = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = try head.withUnsafeMutableBytes {
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
            }
            if got == 0 { break }
            filled += got
        }
        head.removeLast(count - filled)
        self.head = head
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard replayed < head.count else { return try source.read(into: buffer) }
        let count = min(buffer.count, head.count - replayed)
        head.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[replayed..<replayed + count]))
        }
        replayed += count
        return count
    }
}
