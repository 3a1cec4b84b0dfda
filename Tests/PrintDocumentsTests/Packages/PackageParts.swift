import AdapterAPI
import Foundation

@testable import PrintDocuments

/// Gives bytes in pieces of the sizes it is told, again and again.
final class PiecewiseSource: ByteSource {
    private let bytes: [UInt8]
    private let sizes: [Int]
    private var offset = 0
    private var reads = 0

    init(_ bytes: [UInt8], sizes: [Int]) {
        self.bytes = bytes
        self.sizes = sizes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(sizes[reads % sizes.count], buffer.count, bytes.count - offset)
        buffer.copyBytes(from: bytes[offset..<offset + count])
        offset += count
        reads += 1
        return count
    }
}

/// What a package gave: its parts and the fault that ended it.
struct PackageParts {
    struct Part: Equatable {
        var header: PartHeader
        var content: [UInt8]
        /// Why the content could not be read to its end.
        var fault: DocumentFault?

        var text: String { String(decoding: content, as: UTF8.self) }
    }
    var parts: [Part] = []
    var fault: DocumentFault?

    var texts: [String] { parts.map(\.text) }

    /// Reads all parts, those that `reads` wants; `step` is the size of the buffer that content is read into.
    init(_ reader: MultipartReader, step: Int = 4096, reads: (PartHeader) -> Bool = { _ in true }) throws {
        do {
            while let header = try reader.nextPart() {
                var part = Part(header: header, content: [])
                if reads(header) {
                    do { part.content = try Self.all(step, into: &part.content, reader.read) } catch let fault
                        as DocumentFault
                    { part.fault = fault }
                }
                parts.append(part)
            }
        } catch let fault as DocumentFault {
            self.fault = fault
        }
    }

    /// The parts of a text, read from memory.
    init(_ text: String, contentType: String? = nil, limits: PackageLimits = PackageLimits()) throws {
        try self.init(MultipartReader(MemorySource(Array(text.utf8)), contentType: contentType, limits: limits))
    }

    /// All that a reading function gives.
    @discardableResult
    static func all(
        _ step: Int = 4096, into result: inout [UInt8], _ read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: step)
        while true {
            let got = try buffer.withUnsafeMutableBytes { try read($0) }
            if got == 0 { return result }
            result += buffer[..<got]
        }
    }
}

/// Writes contents as transfer encodings do; the tests' own, so that reader and writer do not share a fault.
enum Written {
    static func base64(_ bytes: [UInt8], lineBreak: String) -> String {
        let text = Array(Data(bytes).base64EncodedString())
        return stride(from: 0, to: text.count, by: 76).map { String(text[$0..<min($0 + 76, text.count)]) }
            .joined(separator: lineBreak)
    }

    /// Every byte escaped that must be, soft breaks at 76 characters.
    static func quotedPrintable(_ bytes: [UInt8], lineBreak: String) -> String {
        var result = ""
        var line = 0
        for byte in bytes {
            let isPlain = byte > 32 && byte < 127 && byte != UInt8(ascii: "=")
            let piece = isPlain ? String(UnicodeScalar(byte)) : String(format: "=%02X", byte)
            if line + piece.utf8.count > 75 {
                result += "=" + lineBreak
                line = 0
            }
            result += piece
            line += piece.utf8.count
        }
        return result
    }
}
