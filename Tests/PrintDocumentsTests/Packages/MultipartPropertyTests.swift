import AdapterAPI
import Foundation
import TestServers
import Testing

@testable import PrintDocuments

/// Random packages: what was put in comes out, whatever it is made of and however it arrives.
@Suite struct MultipartPropertyTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == "1"

    @Test(arguments: 1...(isLong ? 5000 : 50))
    func `what is packed comes out`(seed: UInt64) throws {
        var random = Seeded(seed)
        let lineBreak = Bool.random(using: &random) ? "\r\n" : "\n"
        var contents: [[UInt8]] = []
        let package = Self.package(depth: 1, lineBreak, &contents, &random)
        let sizes = (0..<5).map { _ in Int.random(in: 1...3000, using: &random) }
        let window = Int.random(in: 1024...8192, using: &random)
        let step = Int.random(in: 1...5000, using: &random)
        let reader = MultipartReader(PiecewiseSource(package, sizes: sizes), windowSize: window)
        let read = try PackageParts(reader, step: step)
        #expect(read.fault == nil, "seed \(seed)")
        #expect(read.parts.map(\.content) == contents, "seed \(seed)")

        // The same with some parts skipped.
        var skips = Seeded(seed)
        let partly = try PackageParts(MultipartReader(PiecewiseSource(package, sizes: sizes), windowSize: window)) {
            _ in
            Bool.random(using: &skips)
        }
        #expect(partly.fault == nil, "seed \(seed)")
        #expect(zip(partly.parts, contents).allSatisfy { $0.content.isEmpty || $0.content == $1 }, "seed \(seed)")
        #expect(partly.parts.count == contents.count, "seed \(seed)")
    }

    private static func package(
        depth: Int, _ lineBreak: String, _ contents: inout [[UInt8]], _ random: inout Seeded
    ) -> [UInt8] {
        let boundary = "b\(depth)" + String(repeating: "=_'()+,./:?", count: Int.random(in: 0...6, using: &random))
        var result = Array("Content-Type: multipart/related; boundary=\"\(boundary)\"\(lineBreak)\(lineBreak)".utf8)
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            result += Array("--\(boundary)\(Bool.random(using: &random) ? " \t" : "")\(lineBreak)".utf8)
            if depth < 4, Int.random(in: 0..<8, using: &random) == 0 {
                result += package(depth: depth + 1, lineBreak, &contents, &random) + Array(lineBreak.utf8)
                continue
            }
            let content = content(boundary, &random)
            contents.append(content)
            let encoding = ["binary", "base64", "quoted-printable"].randomElement(using: &random) ?? "binary"
            result += Array("Content-Transfer-Encoding: \(encoding)\(lineBreak)\(lineBreak)".utf8)
            switch encoding {
            case "base64": result += Array(Written.base64(content, lineBreak: lineBreak).utf8)
            case "quoted-printable": result += Array(Written.quotedPrintable(content, lineBreak: lineBreak).utf8)
            default: result += content
            }
            result += Array(lineBreak.utf8)
        }
        return result + Array("--\(boundary)--\(lineBreak)".utf8)
    }

    /// Bytes of any kind, with many line breaks, dashes and near-delimiters.
    private static func content(_ boundary: String, _ random: inout Seeded) -> [UInt8] {
        let pieces: [[UInt8]] = [
            Array("\r\n".utf8), Array("\n".utf8), Array("\r".utf8), Array("--".utf8),
            Array("\n--\(boundary.dropLast())".utf8),
            Array("\r\n--\(boundary)x\r\n".utf8), Array("\n--\(boundary)-".utf8), Array("=".utf8), Array(" \t".utf8),
            [0, 255],
        ]
        var result: [UInt8] = []
        for _ in 0..<Int.random(in: 0...400, using: &random) {
            if Int.random(in: 0..<3, using: &random) == 0, let piece = pieces.randomElement(using: &random) {
                result += piece
            } else {
                result.append(UInt8.random(in: 0...255, using: &random))
            }
        }
        // "--boundary-" at the very end would be whole with what follows it.
        return result + Array("x".utf8)
    }

    @Test func `a part larger than memory should be is skipped within the window`() throws {
        let size = Self.isLong ? 1 << 30 : 1 << 24
        let source = LargePackage(size: size)
        let reader = MultipartReader(source)
        #expect(try reader.nextPart()?.contentType == "application/pdf")
        let second = try #require(try reader.nextPart())
        #expect(second.isXML)
        #expect(second.firstLine == source.lines)
        var content: [UInt8] = []
        #expect(try PackageParts.all(into: &content, reader.read) == Array("<JMF/>".utf8))
        #expect(try reader.nextPart() == nil)
    }
}

/// A package whose first part is large; made while it is read.
private final class LargePackage: ByteSource {
    /// The line in which the second part's content begins.
    let lines: Int
    private let block: [UInt8]
    private var blocksLeft: Int
    private var end = Array("\n--b\nContent-Type: text/xml\n\n<JMF/>\n--b--\n".utf8)
    private var piece = Array("--b\nContent-Type: application/pdf\n\n".utf8)[...]

    init(size: Int) {
        var random = Seeded(7)
        let block = (0..<65_536).map { _ in UInt8.random(in: 0...255, using: &random) }
        self.block = block
        blocksLeft = size / block.count
        lines = blocksLeft * block.count { $0 == 10 } + 3 + 5
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if piece.isEmpty {
            if blocksLeft > 0 {
                piece = block[...]
                blocksLeft -= 1
            } else {
                piece = end[...]
                end = []
            }
        }
        let count = min(buffer.count, piece.count)
        buffer.copyBytes(from: piece.prefix(count))
        piece = piece.dropFirst(count)
        return count
    }
}
