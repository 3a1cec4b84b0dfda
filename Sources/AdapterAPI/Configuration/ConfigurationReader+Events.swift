extension ConfigurationReader {
    /// The type that a source gives its events, as header v3 names types. That the host's header knows it is checked with
    /// all else; required.
    public mutating func eventType(_ key: String, help: String) -> String {
        let node = node(key, Self.name, fallback: nil, neededBy: .convert, help: help)
        return node.flatMap { eventType(of: $0, key) } ?? ""
    }

    /// The same, where it may be absent.
    public mutating func optionalEventType(_ key: String, help: String) -> String? {
        node(key, Self.name, fallback: nil, neededBy: nil, help: help).flatMap { eventType(of: $0, key) }
    }

    /// The subtype that a source gives its events; any text but an empty one.
    public mutating func eventSubtype(_ key: String, default fallback: String, help: String) -> String {
        let node = node(key, Self.name, fallback: fallback, neededBy: nil, help: help)
        return node.flatMap { nonEmpty($0, key) } ?? fallback
    }

    /// The same, where it may be absent.
    public mutating func optionalEventSubtype(_ key: String, help: String) -> String? {
        node(key, Self.name, fallback: nil, neededBy: nil, help: help).flatMap { nonEmpty($0, key) }
    }

    private static let name = ConfigurationForm.textNotEmpty

    private func eventType(of node: ConfigurationNode, _ key: String) -> String? {
        let name = nonEmpty(node, key)
        if let name { report.add(eventType: name, at: node.mark) }
        return name
    }

    private func nonEmpty(_ node: ConfigurationNode, _ key: String) -> String? {
        if case .scalar(let text, _) = node.content, !text.isEmpty { return text }
        fault(at: key, "\"\(key)\" must be a \(Self.name), found \(node.kindName)")
        return nil
    }
}
