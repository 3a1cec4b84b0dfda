/// A file's name as SQLite takes it with parameters.
enum DatabaseURI {
    static func text(_ path: String, _ parameters: [String: String]) -> String {
        let escaped = path.utf8.reduce(into: "") { text, byte in
            // All that has a meaning of its own in such a name, and what is no ASCII.
            let isPlain = byte < 0x7F && byte > 0x20 && !"%?#".utf8.contains(byte)
            text += isPlain ? String(UnicodeScalar(byte)) : "%" + hex(byte >> 4) + hex(byte & 15)
        }
        let pairs = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return "file:\(escaped)?\(pairs.joined(separator: "&"))"
    }

    private static func hex(_ digit: UInt8) -> String { String(digit, radix: 16, uppercase: true) }
}
