/// Reads JSON (RFC 8259) from bytes, strictly: one value, valid UTF-8, nothing behind it.
struct JSONParser {
    /// Deeper nesting is refused: reading recurses.
    static let maximumDepth = 64

    let bytes: UnsafeBufferPointer<UInt8>
    var at = 0
    private var depth = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The whole text as one value.
    static func parse(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
        try read(bytes) { parser throws(JSONFault) in try parser.value() }
    }

    /// The members of an object for which `wanted` holds; the others are checked, not kept.
    static func members(
        of bytes: [UInt8], wanted: (String) -> Bool, each: (String, JSONValue?) -> Void
    ) throws(JSONFault) {
        try read(bytes) { parser throws(JSONFault) in
            guard parser.peek() == UInt8(ascii: "{") else { throw parser.fault("no JSON object") }
            try parser.object { key, parser throws(JSONFault) in
                if wanted(key) {
                    each(key, try parser.value())
                } else {
                    each(key, nil)
                    try parser.skip()
                }
            }
        }
    }

    private static func read<Result>(
        _ bytes: [UInt8], _ body: (inout JSONParser) throws(JSONFault) -> Result
    ) throws(JSONFault) -> Result {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw JSONFault(offset: 0, reason: "invalid UTF-8")
        }
        var fault = JSONFault(offset: 0, reason: "")
        let result: Result? = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer)
            do throws(JSONFault) {
                parser.skipSpace()
                let result = try body(&parser)
                parser.skipSpace()
                if parser.at < buffer.count { throw parser.fault("text behind the value") }
                return result
            } catch {
                fault = error
                return nil
            }
        }
        guard let result else { throw fault }
        return result
    }

    func fault(_ reason: String) -> JSONFault { JSONFault(offset: at, reason: reason) }

    func peek() -> UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { at += 1 }
    }

    mutating func expect(_ character: Unicode.Scalar) throws(JSONFault) {
        guard peek() == UInt8(ascii: character) else { throw fault("\"\(character)\" expected") }
        at += 1
    }

    mutating func value() throws(JSONFault) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "{"):
            var members: [String: JSONValue] = [:]
            try object { key, parser throws(JSONFault) in members[key] = try parser.value() }
            return .object(members)
        case UInt8(ascii: "["):
            var items: [JSONValue] = []
            try array { parser throws(JSONFault) in items.append(try parser.value()) }
            return .array(items)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default:
            let range = try number()
            return .number(String(decoding: bytes[range], as: UTF8.self))
        }
    }

    /// Checks a value without keeping it.
    mutating func skip() throws(JSONFault) {
        switch peek() {
        case UInt8(ascii: "{"): try object(key: false) { _, parser throws(JSONFault) in try parser.skip() }
        case UInt8(ascii: "["): try array { parser throws(JSONFault) in try parser.skip() }
        case UInt8(ascii: "\""): _ = try string(keep: false)
        case UInt8(ascii: "t"): _ = try word("true", .null)
        case UInt8(ascii: "f"): _ = try word("false", .null)
        case UInt8(ascii: "n"): _ = try word("null", .null)
        default: _ = try number()
        }
    }

    private mutating func object(
        key keep: Bool = true, _ member: (String, inout JSONParser) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        try descend()
        if peek() == UInt8(ascii: "}") { return ascend() }
        while true {
            guard peek() == UInt8(ascii: "\"") else { throw fault("a key expected") }
            let key = try string(keep: keep)
            skipSpace()
            try expect(":")
            skipSpace()
            try member(key, &self)
            skipSpace()
            if peek() == UInt8(ascii: "}") { return ascend() }
            try expect(",")
            skipSpace()
        }
    }

    private mutating func array(_ item: (inout JSONParser) throws(JSONFault) -> Void) throws(JSONFault) {
        try descend()
        if peek() == UInt8(ascii: "]") { return ascend() }
        while true {
            try item(&self)
            skipSpace()
            if peek() == UInt8(ascii: "]") { return ascend() }
            try expect(",")
            skipSpace()
        }
    }

    private mutating func descend() throws(JSONFault) {
        guard depth < Self.maximumDepth else { throw fault("nested deeper than \(Self.maximumDepth)") }
        depth += 1
        at += 1
        skipSpace()
    }

    private mutating func ascend() {
        depth -= 1
        at += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard at + count <= bytes.count else { throw fault("a value expected") }
        for index in 0..<count where bytes[at + index] != word.utf8Start[index] { throw fault("a value expected") }
        at += count
        return value
    }
}
