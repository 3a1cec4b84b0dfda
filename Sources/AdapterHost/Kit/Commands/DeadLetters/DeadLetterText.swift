import AdapterAPI
import Foundation
import IoTTransport

/// Dead letters for a person, and as JSON.
enum DeadLetterText {
    /// Bytes shown of what is no text.
    static let shownBytes = 1_024
    /// Characters of a cell in a table.
    private static let width = 60

    /// Columns under their names.
    static func table(_ letters: [StoredDeadLetter]) -> [String] {
        let rows =
            [["ID", "DIED", "SOURCE", "TRIES", "BYTES", "FROM", "REASON"]]
            + letters.map { letter in
                [
                    "\(letter.id)", Timestamp(secondsSince1970: letter.at).text, line(letter.source),
                    "\(letter.attempts)", "\(letter.size)", line(letter.origin), line(letter.reason),
                ]
            }
        let widths = (0..<7).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return cells.joined(separator: "  ").trimmingEnd
        }
    }

    /// All that is known of one, then its bytes.
    static func whole(_ letter: StoredDeadLetter) -> String {
        var lines = [
            "id       \(letter.id)", "died     \(Timestamp(secondsSince1970: letter.at).text)",
            "source   \(plain(letter.source))", "from     \(plain(letter.origin))", "reason   \(plain(letter.reason))",
        ]
        if let event = letter.event { lines.append("event    \(event.type) \(event.subtype), topic \(event.topic)") }
        if let record = letter.record { lines.append("record   \(plain(String(decoding: record, as: UTF8.self)))") }
        if letter.attempts > 0 { lines.append("tries    \(letter.attempts)") }
        for past in letter.history {
            lines.append("         \(Timestamp(secondsSince1970: past.at).text)  \(plain(past.reason))")
        }
        lines.append("bytes    \(letter.bytes.count)")
        lines.append("")
        return lines.map { $0 + "\n" }.joined() + readable(letter.bytes)
    }

    /// One JSON object on one line.
    static func json(_ letter: StoredDeadLetter, withBytes: Bool) -> String {
        JSONLine.of(Shape(letter, withBytes: withBytes))
    }

    private struct Shape: Encodable {
        var id: Int64
        var at: String
        var source: String
        var code: String
        var reason: String
        var origin: String
        var size: Int
        var attempts: Int
        var history: [DeadLetterTry]
        var topic: String?
        var eventType: String?
        var eventSubtype: String?
        var record: String?
        var text: String?
        var base64: String?

        init(_ letter: StoredDeadLetter, withBytes: Bool) {
            id = letter.id
            at = Timestamp(secondsSince1970: letter.at).text
            source = letter.source
            code = letter.code
            reason = letter.reason
            origin = letter.origin
            size = letter.size
            attempts = letter.attempts
            history = letter.history
            topic = letter.event?.topic
            eventType = letter.event?.type
            eventSubtype = letter.event?.subtype
            record = letter.record.map { String(decoding: $0, as: UTF8.self) }
            guard withBytes else { return }
            text = String(validating: letter.bytes, as: UTF8.self)
            if text == nil { base64 = Data(letter.bytes).base64EncodedString() }
        }
    }

    /// Text as it is, without what would steer a terminal; all else in hexadecimal.
    static func readable(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: isControl) {
            return text.hasSuffix("\n") ? text : text + "\n"
        }
        var lines = stride(from: 0, to: min(bytes.count, shownBytes), by: 16).map { hexadecimal(bytes, from: $0) }
        if bytes.count > shownBytes { lines.append("… \(bytes.count - shownBytes) more bytes: --raw writes all") }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F...0x9F: true
        default: false
        }
    }

    private static func hexadecimal(_ bytes: [UInt8], from start: Int) -> String {
        let part = bytes[start..<min(start + 16, bytes.count)]
        let digits = part.map { hex(UInt64($0), 2) }.joined(separator: " ")
        let text = String(decoding: part.map { $0 < 0x20 || $0 > 0x7E ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
        return "\(hex(UInt64(start), 8))  \(digits)\(String(repeating: " ", count: 3 * (16 - part.count)))  \(text)"
    }

    private static func hex(_ value: UInt64, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// On one line, without what would steer a terminal: such texts hold what files and senders are called.
    private static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            plain.append(isControl(scalar) || scalar.properties.isWhitespace ? " " : scalar)
        }
        return String(plain)
    }

    private static func line(_ text: String) -> String {
        let flat = plain(text)
        return flat.count <= width ? flat : flat.prefix(width - 1) + "…"
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var rest = self[...]
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
