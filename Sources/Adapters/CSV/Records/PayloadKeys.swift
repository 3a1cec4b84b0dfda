/// The keys that a table's columns get in a payload.
enum PayloadKeys {
    /// A key for each column of a header, all different.
    static func make(_ header: [String]) -> [String] {
        var used: Set<String> = []
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

    private static func isLetterOrDigit(_ character: Character) -> Bool {
        character.isLetter || character.unicodeScalars.first?.properties.generalCategory == .decimalNumber
    }
}
