import AdapterAPI
import Glibc

/// The content of one part, decoded as it is read.
final class PartContent {
    private(set) var places: PartPlaces
    private let header: PartHeader
    private var decoder: Decoder
    /// Decoded bytes that were not given yet, from `given` on.
    private var decoded = RawBuffer(capacity: 1024)
    private var given = 0
    /// What stopped decoding; thrown when the bytes before it were given.
    private var fault: (any Error)?
    private var isFinished = false
    /// The content's place of the next byte that is decoded, from 1.
    private var line = 1
    private var column = 1

    enum Decoder {
        case verbatim
        case base64(Base64Decoder)
        case quotedPrintable(QuotedPrintableDecoder)
    }

    /// Bytes of the package that are decoded at once, at most.
    private static let pieceSize = 16 * 1024

    init(_ header: PartHeader) {
        self.header = header
        switch header.transferEncoding {
        case .verbatim: decoder = .verbatim
        case .base64: decoder = .base64(Base64Decoder())
        case .quotedPrintable: decoder = .quotedPrintable(QuotedPrintableDecoder())
        case .unknown(let name):
            decoder = .verbatim
            fault = DocumentFault(
                line: header.headerLine,
                reason:
                    "part \(header.ordinal) has the unknown Content-Transfer-Encoding '\(name.prefix(40))': use 8bit, "
                    + "binary, base64 or quoted-printable")
        }
        places = PartPlaces(firstLine: header.firstLine, isVerbatim: header.transferEncoding == .verbatim)
    }

    /// Gives the next bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, _ scanner: inout BoundaryScanner) throws -> Int {
        if given == decoded.count {
            decoded.truncate(to: 0)
            given = 0
            if case .verbatim = decoder, fault == nil { return try copy(into: buffer, &scanner) }
            try decode(atLeast: 1, &scanner)
        }
        let count = min(buffer.count, decoded.count - given)
        if count == 0, let fault { throw fault }
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: decoded.bytes[given..<given + count]))
        given += count
        return count
    }

    /// Looks at the first bytes, up to `count`; they are given again when the part is read. Content at fault looks as if
    /// it ended there.
    func peek(_ count: Int, _ scanner: inout BoundaryScanner) throws -> [UInt8] {
        try decode(atLeast: count, &scanner)
        return Array(decoded.bytes.prefix(count))
    }

    private func copy(
        into buffer: UnsafeMutableRawBufferPointer, _ scanner: inout BoundaryScanner
    ) throws -> Int {
        let body = try scanner.body()
        let count = min(body.count, buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: body.prefix(count)))
        scanner.consume(count)
        return count
    }

    /// Decodes until so many bytes wait, or the content ends or is at fault.
    private func decode(atLeast wanted: Int, _ scanner: inout BoundaryScanner) throws {
        while decoded.count < wanted, fault == nil, !isFinished {
            let body = try scanner.body()
            do throws(EncodingFault) {
                if body.isEmpty {
                    isFinished = true
                    try finish()
                } else {
                    try decodeLine(body, &scanner)
                }
            } catch {
                scanner.consume(error.index)
                fault = DocumentFault(
                    line: scanner.line, column: scanner.column, reason: "part \(header.ordinal): \(error.reason)")
            }
        }
    }

    /// Decodes up to the end of the package's line, and notes where the next one begins.
    private func decodeLine(
        _ body: UnsafeRawBufferPointer, _ scanner: inout BoundaryScanner
    ) throws(EncodingFault) {
        var piece = UnsafeRawBufferPointer(rebasing: body.prefix(Self.pieceSize))
        var endsLine = false
        if let base = piece.baseAddress, let found = memchr(base, 10, piece.count) {
            piece = UnsafeRawBufferPointer(start: base, count: UnsafeRawPointer(found) - base + 1)
            endsLine = true
        }
        let before = decoded.count
        switch decoder {
        case .verbatim: decoded.append(piece)
        case .base64(var base64):
            defer { decoder = .base64(base64) }
            try base64.decode(piece, into: &decoded)
        case .quotedPrintable(var quoted):
            // Out of the enum while it changes, so that what it holds is not copied.
            decoder = .verbatim
            quoted.decode(piece, into: &decoded)
            decoder = .quotedPrintable(quoted)
        }
        scanner.consume(piece.count)
        guard header.transferEncoding != .verbatim else { return }
        count(decoded.bytes.dropFirst(before))
        if endsLine { places.note(fileLine: scanner.line, line: line, column: column) }
    }

    private func finish() throws(EncodingFault) {
        switch decoder {
        case .verbatim: break
        case .base64(var base64): try base64.finish(into: &decoded)
        case .quotedPrintable(var quoted): quoted.finish(into: &decoded)
        }
    }

    private func count(_ bytes: Slice<UnsafeRawBufferPointer>) {
        for byte in bytes {
            column += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            }
        }
    }
}
