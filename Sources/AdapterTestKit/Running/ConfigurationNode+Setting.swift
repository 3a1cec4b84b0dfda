import AdapterAPI

extension ConfigurationNode {
    /// This mapping with options set, in place of what stands there or behind it.
    func setting(_ options: [String: String]) -> ConfigurationNode {
        options.sorted { $0.key < $1.key }.reduce(self) { node, option in
            node.setting(option.key, to: .scalar(option.value, isQuoted: true))
        }
    }

    /// This mapping with one key's value set, at a place of its own choice or where the value stood.
    func setting(_ key: String, to content: Content, at place: Mark? = nil) -> ConfigurationNode {
        guard case .mapping(var entries) = self.content else { return self }
        let index = entries.firstIndex { $0.key == key }
        let mark = place ?? index.map { entries[$0].value.mark } ?? mark
        let entry = Entry(key: key, keyMark: mark, value: ConfigurationNode(content, mark: mark))
        if let index { entries[index] = entry } else { entries.append(entry) }
        return ConfigurationNode(.mapping(entries), mark: self.mark)
    }
}
