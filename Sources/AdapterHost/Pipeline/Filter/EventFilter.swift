/// What the platform wants to hear: the shadow's two switches, or the configuration's until there is a shadow.
public struct EventFilter: Sendable, Equatable {
    /// `event_publishing_enabled`
    public var isPublishingEnabled: Bool
    /// `event_type_blacklist`: published event types, or `eventType.eventSubtype`.
    public var blacklist: Set<String>

    public init(isPublishingEnabled: Bool = true, blacklist: Set<String> = []) {
        self.isPublishingEnabled = isPublishingEnabled
        self.blacklist = blacklist
    }

    /// The rule that holds an event back, by name for the counters, or nil when it may go.
    public func rule(against eventType: String, _ eventSubtype: String) -> String? {
        if !isPublishingEnabled { return "event_publishing_enabled" }
        if blacklist.contains(eventType) { return "event_type_blacklist:\(eventType)" }
        let full = "\(eventType).\(eventSubtype)"
        return blacklist.contains(full) ? "event_type_blacklist:\(full)" : nil
    }
}
