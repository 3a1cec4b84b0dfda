extension JSONParser {
    /// The place of a number: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    mutating func number() throws(JSONFault) -> Range<Int> {
        let start = at
        if peek() == UInt8(ascii: "-") { at += 1 }
        if peek() == UInt8(ascii: "0") {
            at += 1
        } else {
            try digits()
        }
        if peek() == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            at += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        return start..<at
    }

    private mutating func digits() throws(JSONFault) {
        let start = at
        while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { at += 1 }
        if at == start { throw fault("a value expected") }
    }

    /// A string without its quotes and escapes; empty when it is not to be kept.
    mutating func string(keep: Bool = true) throws(JSONFault) -> String {
        at += 1
        let start = at
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { at += 1 }
        if peek() == UInt8(ascii: "\"") {
            at += 1
            return keep ? String(decoding: bytes[start..<at - 1], as: UTF8.self) : ""
        }
        var text = Array(bytes[start..<at])
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                return keep ? String(decoding: text, as: UTF8.self) : ""
            case UInt8(ascii: "\\"):
                at += 1
                try escape(to: &text)
            case 0..<0x20: throw fault("a control character in a string")
            default:
                text.append(byte)
                at += 1
            }
        }
        throw fault("a string without end")
    }

    private mutating func escape(to text: inout [UInt8]) throws(JSONFault) {
        let byte = peek()
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte ?? 0)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += String(try scalar()).utf8
        default: throw fault("an unknown escape")
        }
    }

    private mutating func scalar() throws(JSONFault) -> Character {
        var code = try unit()
        if (0xd800..<0xdc00).contains(code) {
            try expect("\\")
            try expect("u")
            let low = try unit()
            guard (0xdc00..<0xe000).contains(low) else { throw fault("half a surrogate pair") }
            code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair") }
        return Character(scalar)
    }

    private mutating func unit() throws(JSONFault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("four hexadecimal digits expected")
            }
            code = code << 4 | UInt32(digit)
            at += 1
        }
        return code
    }
}
