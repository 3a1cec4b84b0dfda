/// What an operator wants changed in a shadow's `desired`.
public struct ShadowChange: Sendable, Equatable {
    /// The switch for publishing; nil leaves it alone.
    public var isPublishingEnabled: Bool?
    /// A new blacklist; nil leaves it alone but for what follows.
    public var blacklist: [String]?
    /// Entries to be added.
    public var added: [String]
    /// Entries to be removed.
    public var removed: [String]

    /// A change.
    public init(
        isPublishingEnabled: Bool? = nil, blacklist: [String]? = nil, added: [String] = [], removed: [String] = []
    ) {
        self.isPublishingEnabled = isPublishingEnabled
        self.blacklist = blacklist
        self.added = added
        self.removed = removed
    }

    /// Whether there is nothing to change.
    public var isEmpty: Bool { isPublishingEnabled == nil && blacklist == nil && added.isEmpty && removed.isEmpty }

    /// The members of `desired` to write, given the document; nil for none yet.
    func desired(over document: ShadowDocument?) -> [String: JSONValue] {
        let state = document?.value["state"]
        var members: [String: JSONValue] = [:]
        if let isPublishingEnabled {
            members[ShadowKey.publishing.rawValue] = .bool(isPublishingEnabled)
            // Either of the two turns publishing off, so they go together where both are in use.
            let telemetry = ShadowKey.telemetry.rawValue
            if state?["desired"]?[telemetry] != nil { members[telemetry] = .bool(isPublishingEnabled) }
        }
        if blacklist != nil || !added.isEmpty || !removed.isEmpty {
            let key = ShadowKey.blacklist.rawValue
            var entries = blacklist ?? Self.texts(state?["desired"]?[key]) ?? Self.texts(state?["reported"]?[key]) ?? []
            entries.removeAll { removed.contains($0) }
            for entry in added where !entries.contains(entry) { entries.append(entry) }
            members[key] = .array(entries.map(JSONValue.string))
        }
        return members
    }

    private static func texts(_ value: JSONValue?) -> [String]? {
        guard case .array(let items) = value else { return nil }
        return items.compactMap(\.string)
    }
}
