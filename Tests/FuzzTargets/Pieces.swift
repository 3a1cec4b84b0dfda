import AdapterAPI
import PrintDocuments

/// Gives bytes in pieces of sizes that depend on the bytes.
final class Pieces: ByteSource {
    private let bytes: [UInt8]
    private var offset = 0
    private var sizes: ContentHash

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        sizes = bytes.withUnsafeBytes { ContentHash(of: $0) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        sizes = sizes.mixed(with: 1)
        let count = min(1 + Int(sizes.low % 61), buffer.count, bytes.count - offset)
        buffer.copyBytes(from: bytes[offset..<offset + count])
        offset += count
        return count
    }
}

/// What a reading function gives, and the words of the fault that ended it.
struct Content: Equatable {
    var bytes: [UInt8] = []
    var fault: String?

    /// `step` is the size of the buffer that it reads into.
    init(step: Int, _ read: (UnsafeMutableRawBufferPointer) throws -> Int) {
        var buffer = [UInt8](repeating: 0, count: step)
        do {
            while true {
                let got = try buffer.withUnsafeMutableBytes { try read($0) }
                if got == 0 { return }
                bytes += buffer[..<got]
            }
        } catch {
            fault = "\(error)"
        }
    }
}
