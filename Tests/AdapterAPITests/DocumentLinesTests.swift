import AdapterAPI
import Foundation
import Testing

/// Lines as they stand in a file, whatever the borders of what is read at a time.
@Suite struct DocumentLinesTests {
    private func lines(_ bytes: [UInt8], longest: Int = 1_000_000) throws -> [DocumentLines.Line] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("lines-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        var lines = DocumentLines(try Document(path: path), longest: longest)
        var result: [DocumentLines.Line] = []
        while let line = try lines.next() { result.append(line) }
        return result
    }

    @Test(
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb\n\nc", ["a", "b", "", "c"]), ("\n", [""]),
            ("\u{FEFF}a\nb\r", ["a", "b"]), ("a\rb\n", ["a\rb"]),
        ] as [(String, [String])])
    func `ends and marks are no part of lines`(text: String, expected: [String]) throws {
        let lines = try lines(Array(text.utf8))
        #expect(lines.map(\.text) == expected)
        #expect(lines.map(\.number) == Array(lines.indices.map { $0 + 1 }))
    }

    @Test(arguments: [65_534, 65_535, 65_536, 65_537, 131_071, 131_072, 200_000])
    func `a line may lie across what is read at a time`(length: Int) throws {
        let long = String(repeating: "x", count: length)
        #expect(try lines(Array("\(long)\r\nend".utf8)).map(\.text) == [long, "end"])
        #expect(try lines(Array("\(long)\n".utf8)).map(\.text) == [long])
    }

    @Test func `a line that is too long is cut, and one that is no UTF-8 has no text`() throws {
        let lines = try lines(Array("12345\r\n123456\n".utf8) + [0xff, 0x0a], longest: 5)
        #expect(lines.map(\.isCut) == [false, true, false])
        #expect(lines.map(\.text) == ["12345", nil, nil])
        #expect(lines.map(\.bytes) == [Array("12345".utf8), Array("12345".utf8), [0xff]])
    }
}
