/// A topic filter with its wildcards (MQTT 3.1.1 section 4.7).
struct TopicFilter: Sendable, Hashable {
    let text: String
    private let levels: [Substring]

    /// Nil for a filter that is empty or has a wildcard in a wrong place.
    init?(_ text: String) {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        guard !text.isEmpty else { return nil }
        for (index, level) in levels.enumerated() {
            if level.contains("#"), level != "#" || index != levels.count - 1 { return nil }
            if level.contains("+"), level != "+" { return nil }
        }
        self.text = text
        self.levels = levels
    }

    /// Whether a message on `topic` is for this filter. A wildcard in the first level matches no topic that begins with
    /// `$`; `a/#` matches `a` too.
    func matches(_ topic: String) -> Bool {
        guard topic.utf8.first != UInt8(ascii: "$") || text.utf8.first == UInt8(ascii: "$") else { return false }
        let names = topic.split(separator: "/", omittingEmptySubsequences: false)
        for (index, level) in levels.enumerated() {
            if level == "#" { return true }
            guard index < names.count else { return false }
            if level != "+", level != names[index] { return false }
        }
        return names.count == levels.count
    }
}
