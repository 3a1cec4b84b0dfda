/// A pattern with `*` for any characters and `?` for one.
public struct Glob: Sendable {
    private let pattern: [Character]
    private let ignoresCase: Bool
    /// Whether it matches every text.
    public let matchesAll: Bool

    public init(_ pattern: String, ignoringCase: Bool = false) {
        self.pattern = Array(ignoringCase ? pattern.lowercased() : pattern)
        ignoresCase = ignoringCase
        matchesAll = !pattern.isEmpty && pattern.allSatisfy { $0 == "*" }
    }

    /// Whether all of `text` matches. Goes back only to the last `*`, so the time is bounded by the product of the lengths.
    public func matches(_ text: String) -> Bool {
        if matchesAll { return true }
        let text = Array(ignoresCase ? text.lowercased() : text)
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
