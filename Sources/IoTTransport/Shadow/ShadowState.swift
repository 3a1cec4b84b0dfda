/// What the shadow said last, as far as it said anything: what is kept across restarts.
public struct ShadowState: Sendable, Equatable {
    /// `event_publishing_enabled` or `sendTelemetryData`; nil when neither was ever wished.
    public var isPublishingEnabled: Bool?
    /// `event_type_blacklist` as it stood there; nil when there never was one.
    public var blacklist: [String]?

    /// Nothing said yet.
    public init(isPublishingEnabled: Bool? = nil, blacklist: [String]? = nil) {
        self.isPublishingEnabled = isPublishingEnabled
        self.blacklist = blacklist
    }

    /// The filter in force: what was said, and the configuration's for the rest.
    public func filter(over fallback: EventFilter) -> EventFilter {
        var filter = fallback
        if let isPublishingEnabled { filter.isPublishingEnabled = isPublishingEnabled }
        if let blacklist { filter.blacklist = Set(blacklist) }
        return filter
    }

    /// As the file holds it.
    var bytes: [UInt8] {
        var members: [String: JSONValue] = [:]
        members[ShadowKey.publishing.rawValue] = isPublishingEnabled.map(JSONValue.bool)
        members[ShadowKey.blacklist.rawValue] = blacklist.map { .array($0.map(JSONValue.string)) }
        return JSONValue.object(members).bytes
    }

    /// Nil when the bytes are not what ``bytes`` writes.
    init?(bytes: [UInt8]) {
        guard let members = JSONReader.value(of: bytes)?.object else { return nil }
        for (key, value) in members {
            guard let key = ShadowKey(rawValue: key), key.fault(of: value) == nil else { return nil }
            switch (key, value) {
            case (.publishing, .bool(let isEnabled)): isPublishingEnabled = isEnabled
            case (.blacklist, .array(let items)): blacklist = items.compactMap(\.string)
            default: return nil
            }
        }
    }
}
