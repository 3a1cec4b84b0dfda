@testable import PrintDocuments

/// Bytes that are made while they are read.
final class GeneratedSource: ByteSource {
    enum Piece {
        case text(String)
        /// A text again and again, until at least so many bytes are made.
        case repeated(String, Int)
    }
    private var pieces: [(bytes: [UInt8], times: Int)]
    private var at = 0

    init(_ pieces: [Piece]) {
        self.pieces = pieces.reversed().map { piece in
            switch piece {
            case .text(let text): return (Array(text.utf8), 1)
            case .repeated(let text, let size):
                // In blocks, so that making them takes no time.
                let once = Array(text.utf8)
                let times = size / once.count + 1
                let block = min(times, 65_536 / once.count + 1)
                return (Array(repeatElement(once, count: block).joined()), times / block + 1)
            }
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let piece = pieces.last else { return 0 }
        let count = min(buffer.count, piece.bytes.count - at)
        piece.bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[at..<at + count])) }
        at += count
        if at == piece.bytes.count {
            at = 0
            pieces[pieces.count - 1].times -= 1
            if pieces[pieces.count - 1].times == 0 { pieces.removeLast() }
        }
        return count
    }
}
