/// What the platform wants to hear: the shadow's two switches, or the configuration's until there is a shadow.
///
/// Holds both when an event is queued and when it leaves.
public struct EventFilter: Sendable, Equatable {
    /// What becomes of events while publishing is disabled.
    public enum WhenDisabled: String, Sendable, CaseIterable {
        /// They are dropped and counted.
        case drop
        /// They are queued and wait in the spool until publishing is enabled again; blacklisted ones are dropped.
        case hold
    }

    /// `event_publishing_enabled`
    public var isPublishingEnabled: Bool
    /// `event_type_blacklist`: published event types, or `eventType.eventSubtype`.
    public var blacklist: Set<String>
    /// What becomes of events while publishing is disabled; the configuration's choice, never the shadow's.
    public var whenDisabled: WhenDisabled

    /// By default nothing is held back.
    public init(
        isPublishingEnabled: Bool = true, blacklist: Set<String> = [], whenDisabled: WhenDisabled = .drop
    ) {
        self.isPublishingEnabled = isPublishingEnabled
        self.blacklist = blacklist
        self.whenDisabled = whenDisabled
    }

    /// The rule that drops an event, by name for the counters, or nil when it may be queued.
    public func rule(against eventType: String, _ eventSubtype: String) -> String? {
        if !isPublishingEnabled, whenDisabled == .drop { return "event_publishing_enabled" }
        if blacklist.isEmpty { return nil }
        if blacklist.contains(eventType) { return "event_type_blacklist:\(eventType)" }
        let full = "\(eventType).\(eventSubtype)"
        return blacklist.contains(full) ? "event_type_blacklist:\(full)" : nil
    }

    /// Whether no event may leave for now, and all wait.
    var holdsAll: Bool { !isPublishingEnabled && whenDisabled == .hold }

    /// Whether it lets every event pass.
    var isOpen: Bool { isPublishingEnabled && blacklist.isEmpty }
}
