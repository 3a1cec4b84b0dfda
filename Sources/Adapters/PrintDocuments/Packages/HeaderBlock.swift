/// The header fields of a package or of a part (RFC 2045, RFC 5322), taken line by line.
///
/// A line that is no field continues the one above it even when it is not indented: in packages of CIP4's own tools
/// something has eaten the white space before `boundary=`.
struct HeaderBlock {
    private var fields: [(name: String, value: [UInt8])] = []

    var isEmpty: Bool { fields.isEmpty }

    /// Takes the next line, without its line break.
    mutating func take(_ line: [UInt8]) {
        let isIndented = line.first.map(HeaderText.isSpace) ?? false
        if !isIndented || fields.isEmpty, let length = HeaderText.nameLength(line) {
            let name = String(decoding: line[..<length], as: UTF8.self).lowercased()
            fields.append((name, Array(line[(length + 1)...])))
        } else if !fields.isEmpty {
            fields[fields.count - 1].value.append(UInt8(ascii: " "))
            fields[fields.count - 1].value.append(contentsOf: line)
        }
    }

    /// The value of the first field of that name, which is written in lower case here.
    subscript(name: String) -> String? {
        fields.first { $0.name == name }.map { HeaderText.trimmed(String(decoding: $0.value, as: UTF8.self)) }
    }
}
