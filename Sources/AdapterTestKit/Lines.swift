/// Texts of lines, taken apart and compared.
enum Lines {
    /// The lines of a text; the last may lack its line feed.
    static func split(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Where two lists begin to differ, in words; nil when they are equal.
    static func difference(_ found: [String], expected: [String], _ what: String) -> String? {
        if found == expected { return nil }
        let at = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        guard let at else {
            let isMore = found.count > expected.count
            let rest = isMore ? found[expected.count] : expected[found.count]
            return "\(found.count) \(what), \(expected.count) expected; "
                + "\(isMore ? "not expected" : "missing"): \(rest)"
        }
        return "line \(at + 1) of \(what) differs\n    found:    \(found[at])\n    expected: \(expected[at])"
    }

    /// What one list has and the other lacks, whatever their order, in words; nil when they hold the same.
    static func difference(of found: Set<String>, expected: Set<String>, _ what: String) -> String? {
        if found == expected { return nil }
        let missing = expected.subtracting(found).sorted()
        let surplus = found.subtracting(expected).sorted()
        var words: [String] = []
        if let first = missing.first { words.append("\(missing.count) \(what) missing, the first: \(first)") }
        if let first = surplus.first { words.append("\(surplus.count) \(what) not expected, the first: \(first)") }
        return words.joined(separator: "\n    ")
    }

    /// An event's id; the whole line when it has none.
    static func id(of line: String) -> Substring {
        let key = "\"senderEventUuid\":\""
        guard let start = line.firstRange(of: key)?.upperBound, let end = line[start...].firstIndex(of: "\"") else {
            return line[...]
        }
        return line[start..<end]
    }
}
