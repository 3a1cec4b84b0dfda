/// Takes the framing off a body that comes in chunks (RFC 9112, section 7.1): pure.
struct ChunkedBody {
    /// What is no chunk.
    struct Fault: Error {}

    private enum Expected { case size, data, lineEnd, end }

    private var expected = Expected.size
    private var line: [UInt8] = []
    private var left = 0

    /// Bytes of a line that tells a size, at most.
    private static let longestLine = 256

    var hasEnded: Bool { expected == .end }

    /// The body's bytes among those that came.
    mutating func take(_ bytes: some Collection<UInt8>) throws(Fault) -> [UInt8] {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let first = rest.first {
            switch expected {
            case .end: return body
            case .data:
                let piece = rest.prefix(left)
                body += piece
                left -= piece.count
                rest = rest.dropFirst(piece.count)
                if left == 0 { expected = .lineEnd }
            case .lineEnd, .size:
                rest = rest.dropFirst()
                if first != UInt8(ascii: "\n") {
                    guard line.count < Self.longestLine else { throw Fault() }
                    line.append(first)
                } else if expected == .lineEnd {
                    line = []
                    expected = .size
                } else {
                    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\r") }
                    guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0 else {
                        throw Fault()
                    }
                    line = []
                    left = size
                    expected = size == 0 ? .end : .data
                }
            }
        }
        return body
    }
}
