extension ConfigurationReader {
    /// A nested mapping, read by `body`; nil when it is absent. In a description it is always read.
    public mutating func section<Value>(
        _ key: String, help: String, _ body: (inout ConfigurationReader) throws -> Value
    ) rethrows -> Value? {
        guard let node = node(key, .mapping, fallback: nil, neededBy: nil, help: help) ?? placeholder else {
            return nil
        }
        return try read(node, prefix: "\(prefix)\(key).", body)
    }

    /// A mapping whose keys the user chooses, such as a table of machines; `body` reads each entry's mapping.
    public mutating func table<Value>(
        _ key: String, help: String, _ body: (String, inout ConfigurationReader) throws -> Value
    ) rethrows -> [(key: String, value: Value)] {
        guard let node = node(key, .table, fallback: "{}", neededBy: nil, help: help) else {
            if let placeholder { _ = try read(placeholder, prefix: "\(prefix)\(key).*.") { try body("*", &$0) } }
            return []
        }
        guard case .mapping(let entries) = node.content else {
            fault(at: key, "\"\(key)\" must be a \(ConfigurationForm.table), found \(node.kindName)")
            return []
        }
        return try entries.map { entry in
            let value = try read(entry.value, prefix: "\(prefix)\(key).*.") { try body(entry.key, &$0) }
            return (entry.key, value)
        }
    }

    private var placeholder: ConfigurationNode? {
        purpose == .describe ? ConfigurationNode(.mapping([]), mark: mark) : nil
    }

    private func read<Value>(
        _ node: ConfigurationNode, prefix: String, _ body: (inout ConfigurationReader) throws -> Value
    ) rethrows -> Value {
        var reader = ConfigurationReader(node, folder: folder, purpose: purpose, report: report, prefix: prefix)
        let value = try body(&reader)
        reader.finish()
        return value
    }
}
