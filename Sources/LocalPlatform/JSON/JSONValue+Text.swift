extension JSONValue {
    /// The value as compact JSON in UTF-8.
    var bytes: [UInt8] {
        var target: [UInt8] = []
        write(to: &target)
        return target
    }

    /// The value as compact JSON.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// How many bytes ``bytes`` has.
    var byteCount: Int { bytes.count }

    private func write(to target: inout [UInt8]) {
        switch self {
        case .null: target += "null".utf8
        case .bool(let flag): target += (flag ? "true" : "false").utf8
        case .number(let text): target += text.utf8
        case .string(let text): Self.write(text, to: &target)
        case .array(let items):
            target.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { target.append(UInt8(ascii: ",")) }
                item.write(to: &target)
            }
            target.append(UInt8(ascii: "]"))
        case .object(let members):
            target.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { target.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &target)
                target.append(UInt8(ascii: ":"))
                member.value.write(to: &target)
            }
            target.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to target: inout [UInt8]) {
        target.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): target += #"\""#.utf8
            case UInt8(ascii: "\\"): target += #"\\"#.utf8
            case 0x0a: target += #"\n"#.utf8
            case 0x0d: target += #"\r"#.utf8
            case 0x09: target += #"\t"#.utf8
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                target += (byte < 16 ? "\\u000" : "\\u00").utf8
                target += digits.utf8
            default: target.append(byte)
            }
        }
        target.append(UInt8(ascii: "\""))
    }
}
