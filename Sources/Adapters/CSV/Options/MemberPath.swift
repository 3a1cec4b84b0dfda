import AdapterAPI

/// Where a value stands in a record: its key, within objects if it has dots.
struct MemberPath: Sendable, Hashable {
    let keys: [String]

    /// Objects in objects at most.
    static let deepest = 8

    init(key: String) {
        keys = [key]
    }

    /// - Returns: nil when a key is empty, or there are too many.
    init?(_ text: String) {
        keys = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if keys.contains(where: \.isEmpty) || keys.count > Self.deepest { return nil }
    }

    var text: String { keys.joined(separator: ".") }

    /// Whether one is an object that the other is in, so that both cannot be.
    func clashes(with other: MemberPath) -> Bool {
        let length = min(keys.count, other.keys.count)
        return keys.prefix(length) == other.keys.prefix(length)
    }

    static func read(_ text: String, at key: String, _ reader: inout ConfigurationReader) -> MemberPath? {
        let path = MemberPath(text)
        if path == nil {
            reader.fault(
                at: key, "\"\(text)\" must be a key, or up to \(deepest) with dots between them such as press.speed")
        }
        return path
    }
}
