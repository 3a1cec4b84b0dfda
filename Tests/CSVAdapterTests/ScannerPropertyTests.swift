import AdapterAPI
import Testing

@testable import CSVAdapter

/// Random tables against a plain splitter, read in pieces of random sizes.
@Suite("Row scanner against a plain splitter")
struct ScannerPropertyTests {
    @Test("the same values, lines and skips", arguments: 0..<300)
    func same(seed: UInt64) throws {
        var random = Random(seed: seed)
        let width = random.next(below: 5) + 1
        let end = ["\n", "\r\n", "\r"][random.next(below: 3)]
        let header = (0..<width).map { "c\($0)" }.joined(separator: ",")
        let rows = (0..<random.next(below: 60)).map { _ in
            (0..<width).map { _ in value(&random) }.joined(separator: ",")
        }
        let closing = random.next(below: 2) == 0 ? end : ""
        let text = ([header] + rows).joined(separator: end) + closing
        let table = try ReadTable(
            text, ["keepEmpty": "true"], pieceSize: 16 + random.next(below: random.next(below: 2) == 0 ? 16 : 400))
        let expected = PlainSplitter.split(text).dropFirst()
        try #require(table.fault == nil)
        #expect(table.payloads == expected.map { payload($0.values) })
        #expect(table.rows.map(\.line) == expected.map(\.line))
    }

    /// A value as a file may hold it.
    private func value(_ random: inout Random) -> String {
        let alphabet: [Character] = ["a", "b", " ", "ä", "€", "x", "1", "\\", "\t", "😀"]
        let length = random.next(below: 4) == 0 ? random.next(below: 90) : random.next(below: 12)
        let plain = String((0..<length).map { _ in alphabet[random.next(below: alphabet.count)] })
        guard random.next(below: 3) == 0 else { return plain }
        let special = [",", "\n", "\r\n", "\"", "", "\r"]
        let text =
            plain + special[random.next(below: special.count)] + plain + special[random.next(below: special.count)]
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private func payload(_ values: [String]) -> String {
        var writer = PayloadWriter()
        writer.object { writer in
            writer.key("record")
            writer.object { writer in
                for (index, value) in values.enumerated() { writer.field("c\(index)", value) }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// RFC 4180 one character after the other, for well-formed tables.
private enum PlainSplitter {
    struct Row {
        var values: [String]
        var line: Int
    }

    static func split(_ text: String) -> [Row] {
        var rows: [Row] = []
        var row = Row(values: [], line: 1)
        var value = String.UnicodeScalarView()
        var line = 1
        var isInQuotes = false
        var hasContent = false
        let scalars = Array(text.unicodeScalars)
        var at = 0
        func isLineEnd(_ at: Int) -> Bool {
            scalars[at] == "\r" || (scalars[at] == "\n" && (at == 0 || scalars[at - 1] != "\r"))
        }
        while at < scalars.count {
            let scalar = scalars[at]
            if scalar == "\"", isInQuotes, at + 1 < scalars.count, scalars[at + 1] == "\"" {
                value.append(scalar)
                at += 1
            } else if scalar == "\"", isInQuotes || value.isEmpty {
                isInQuotes.toggle()
                hasContent = true
            } else if isInQuotes {
                if isLineEnd(at) { line += 1 }
                value.append(scalar)
            } else if scalar == "," {
                row.values.append(String(value))
                value = String.UnicodeScalarView()
                hasContent = true
            } else if scalar == "\r" || scalar == "\n" {
                if scalar == "\r", at + 1 < scalars.count, scalars[at + 1] == "\n" { at += 1 }
                line += 1
                if hasContent || !value.isEmpty {
                    rows.append(Row(values: row.values + [String(value)], line: row.line))
                }
                row = Row(values: [], line: line)
                value = String.UnicodeScalarView()
                hasContent = false
            } else {
                value.append(scalar)
            }
            at += 1
        }
        if hasContent || !value.isEmpty { rows.append(Row(values: row.values + [String(value)], line: row.line)) }
        return rows
    }
}
