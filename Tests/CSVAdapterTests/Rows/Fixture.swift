import Foundation

/// One case of reading a table, from a file of `Fixtures/`, whose README describes the format.
struct Fixture: Sendable {
    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    /// A row that makes an event, or is refused.
    enum Row: Sendable, Equatable {
        /// The payload, and `subtype asset time` where the fixture says them.
        case event(payload: String, head: String?)
        /// The line and the reason.
        case refused(String)
    }

    var items: [String] = []
    var press = ""
    var input: [UInt8] = []
    var rows: [Row] = []
    var counts: [String: Int] = [:]
    /// `line: words`
    var fault: String?
    /// Lines that `--explain` gives for the columns.
    var explained: [String]?

    init(_ text: String) throws {
        var section = ""
        var body: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--- ") {
                try take(section, body)
                section = String(line.dropFirst(4))
                body = []
            } else {
                body.append(line)
            }
        }
        try take(section, body)
        if items.isEmpty || input.isEmpty { throw Malformed(description: "a fixture needs items: and an input") }
    }

    private mutating func take(_ section: String, _ body: [Substring]) throws {
        let words = section.split(separator: " ").map(String.init)
        let lines = body.filter { !$0.isEmpty }.map(String.init)
        switch words.first {
        case nil:
            for line in lines where line.hasPrefix("items:") {
                items += line.dropFirst(6).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            }
        case "press": press = body.joined(separator: "\n")
        case "input": input = try Self.bytes(body.joined(separator: "\n"), words.dropFirst().map { $0 })
        case "rows": rows = try Self.rows(lines)
        case "counts":
            for line in lines {
                let parts = line.split(separator: " ")
                guard parts.count == 2, let times = Int(parts[1]) else { throw Malformed(description: line) }
                counts[String(parts[0])] = times
            }
        case "fault": fault = lines.joined(separator: " ")
        case "explained": explained = lines
        default: throw Malformed(description: "no section is called \"\(section)\"")
        }
    }

    private static func rows(_ lines: [String]) throws -> [Row] {
        var rows: [Row] = []
        var head: String?
        for line in lines {
            if line.hasPrefix("! ") {
                rows.append(.refused(String(line.dropFirst(2))))
            } else if line.hasPrefix("= ") {
                head = String(line.dropFirst(2))
            } else {
                rows.append(.event(payload: "{\"record\":\(line)}", head: head))
                head = nil
            }
        }
        return rows
    }

    private static let encodings: [String: String.Encoding] = [
        "iso-8859-1": .isoLatin1, "windows-1252": .windowsCP1252, "utf-16le": .utf16LittleEndian,
        "utf-16be": .utf16BigEndian,
    ]

    /// The text without its last line end, unless `closed` is a flag; `{{hex ff}}` is bytes as they are.
    private static func bytes(_ text: String, _ flags: [String]) throws -> [UInt8] {
        var text = text
        while text.hasSuffix("\n") { text.removeLast() }
        if flags.contains("closed") { text += "\n" }
        if flags.contains("crlf") { text = text.replacing("\n", with: "\r\n") }
        if flags.contains("cr") { text = text.replacing("\n", with: "\r") }
        let encoding = flags.compactMap { encodings[$0] }.first ?? .utf8
        func encode(_ text: some StringProtocol) -> [UInt8] { Array(text.data(using: encoding) ?? Data("?".utf8)) }
        var bytes = flags.contains("bom") ? encode("\u{feff}") : []
        var rest = text[...]
        while let open = rest.range(of: "{{hex "), let close = rest[open.upperBound...].range(of: "}}") {
            bytes += encode(rest[..<open.lowerBound])
            bytes += rest[open.upperBound..<close.lowerBound].split(separator: " ").compactMap { UInt8($0, radix: 16) }
            rest = rest[close.upperBound...]
        }
        return bytes + encode(rest)
    }
}
