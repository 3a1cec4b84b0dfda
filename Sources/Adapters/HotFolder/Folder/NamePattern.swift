/// A pattern for names: `*` stands for any characters, `?` for one, all else for itself without regard to case.
struct NamePattern: Sendable {
    private let pattern: [Character]
    /// Whether it matches every name.
    let matchesAll: Bool

    init(_ text: String) {
        pattern = Array(text.lowercased())
        matchesAll = !pattern.isEmpty && pattern.allSatisfy { $0 == "*" }
    }

    func matches(_ name: FileName) -> Bool {
        if matchesAll { return true }
        return matches(Array(name.description.lowercased()))
    }

    /// Goes back only to the last `*`, so the time is bounded by the product of the lengths.
    private func matches(_ text: [Character]) -> Bool {
        var at = 0
        var position = 0
        var star: (pattern: Int, text: Int)?
        while position < text.count {
            if at < pattern.count, pattern[at] == "*" {
                star = (at, position)
                at += 1
            } else if at < pattern.count, pattern[at] == "?" || pattern[at] == text[position] {
                at += 1
                position += 1
            } else if let last = star {
                at = last.pattern + 1
                position = last.text + 1
                star = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }
}
