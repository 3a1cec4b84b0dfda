/// The pairs of one line: `key=value other="two words"`.
struct KeyValueLine {
    /// Why a line is none, and where: the column counts from 1.
    struct Fault: Error {
        let column: Int
        let reason: String
    }

    let pairs: [(key: String, value: String)]

    init(_ text: String) throws(Fault) {
        var rest = text[...]
        var pairs: [(key: String, value: String)] = []
        func column(_ place: Substring) -> Int { text.distance(from: text.startIndex, to: place.startIndex) + 1 }
        while true {
            rest = rest.drop { $0.isWhitespace }
            if rest.isEmpty { break }
            let start = rest
            let key = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest[key.endIndex...]
            guard !key.isEmpty, rest.popFirst() == "=" else {
                throw Fault(column: column(start), reason: "bad_pair: expected key=value")
            }
            guard !pairs.contains(where: { $0.key == key }) else {
                throw Fault(column: column(start), reason: "repeated_key: \"\(key)\" stands twice in the line")
            }
            let value: Substring
            if rest.first == "\"" {
                value = rest.dropFirst().prefix { $0 != "\"" }
                guard value.endIndex < rest.endIndex else {
                    throw Fault(column: column(rest), reason: "open_quote: the closing quote is missing")
                }
                rest = rest[value.endIndex...].dropFirst()
            } else {
                value = rest.prefix { !$0.isWhitespace }
                rest = rest[value.endIndex...]
            }
            pairs.append((String(key), String(value)))
        }
        self.pairs = pairs
    }

    /// The value of a key.
    subscript(_ key: String) -> String? { pairs.first { $0.key == key }?.value }
}
