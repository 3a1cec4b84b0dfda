/// The name of a new adapter: its kind, and what its types and folders are called.
struct AdapterName: Equatable {
    /// What a press file writes at `adapter:`, such as `key-value`.
    let kind: String

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// Characters of a kind.
    private static let longest = 40

    /// - Throws: ``Fault`` when it is no name for a kind, with one that would be.
    init(_ text: String) throws(Fault) {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        let isGood = words.allSatisfy { word in
            !word.isEmpty && word.utf8.allSatisfy { Self.isLetter($0) || Self.isDigit($0) }
        }
        guard isGood, text.utf8.first.map(Self.isLetter) ?? false, text.utf8.count <= Self.longest else {
            let known = Self.suggestion(for: text).map { " (did you mean \"\($0)\"?)" } ?? ""
            throw Fault(
                description: "\"\(text)\" is no name for an adapter\(known): small letters and digits, words joined by "
                    + "hyphens, at most \(Self.longest) characters")
        }
        kind = text
    }

    /// `KeyValue`
    var base: String {
        kind.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The type and the module: `KeyValueAdapter`.
    var type: String { base + "Adapter" }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// `KeyValue`, `key_value` and `Key Value` become `key-value`.
    private static func suggestion(for text: String) -> String? {
        var kind = ""
        for character in text {
            guard character.isASCII, character.isLetter || character.isNumber else {
                if !kind.isEmpty, !kind.hasSuffix("-") { kind += "-" }
                continue
            }
            if character.isUppercase, let last = kind.last, last != "-", !last.isNumber { kind += "-" }
            kind += character.lowercased()
        }
        let trimmed = String(kind.drop { !$0.isLetter }.prefix(longest))
        let name = trimmed.hasSuffix("-") ? String(trimmed.dropLast()) : trimmed
        return name.isEmpty ? nil : name
    }
}
