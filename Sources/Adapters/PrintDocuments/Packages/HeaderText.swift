/// Small questions about the text of headers.
enum HeaderText {
    /// Without white space around it.
    static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while let first = text.utf8.first, isSpace(first) { text.removeFirst() }
        while let last = text.utf8.last, isSpace(last) { text.removeLast() }
        return String(text)
    }

    /// Space and tab, and what is left of a line break.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }

    /// The length of the field name that a line begins with, or nil when it is no header's first line. Only letters, digits,
    /// `-`, `_` and `.`: `boundary="a:b"` at the start of a line is the rest of the line above it.
    static func nameLength(_ line: some Collection<UInt8>) -> Int? {
        var length = 0
        for byte in line {
            switch byte {
            case UInt8(ascii: ":"): return length > 0 ? length : nil
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                length += 1
            default: return nil
            }
        }
        return nil
    }
}
