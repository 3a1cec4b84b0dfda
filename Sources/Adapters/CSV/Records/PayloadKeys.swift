/// The keys that a table's columns get in a payload.
enum PayloadKeys {
    /// A key for each column of a header, all different, and none of those that are `taken`.
    static func make(_ header: [String], taken: Set<String> = []) -> [String] {
        var used = taken
        return header.enumerated().map { index, name in
            let plain = plain(name)
            let base = plain.isEmpty ? "column_\(index + 1)" : plain
            var key = base
            var number = 2
            while !used.insert(key).inserted {
                key = "\(base)_\(number)"
                number += 1
            }
            return key
        }
    }

    /// Lower case, every run of other than letters and digits one `_`, none at the ends.
    static func plain(_ name: String) -> String {
        name.lowercased().split { !isLetterOrDigit($0) }.joined(separator: "_")
    }

    /// The name without what stands in brackets, unless nothing would be left.
    static func withoutUnits(_ name: String) -> String {
        var left = ""
        var depth = 0
        for character in name {
            if "([{<".contains(character) {
                depth += 1
            } else if ")]}>".contains(character) {
                depth = max(0, depth - 1)
            } else if depth == 0 {
                left.append(character)
            }
        }
        return plain(left).isEmpty ? name : left
    }

    private static func isLetterOrDigit(_ character: Character) -> Bool {
        character.isLetter || character.unicodeScalars.first?.properties.generalCategory == .decimalNumber
    }
}
