/// What becomes of events that find the spool full, or wait in it for too long.
public struct SpoolRetention: Sendable, Equatable {
    /// What happens when the spool has reached its size.
    public enum WhenFull: String, Sendable, CaseIterable {
        /// Sources wait until there is room.
        case wait
        /// The oldest ordinary events make room.
        case dropOldest
        /// Ordinary events that come are not taken.
        case dropNewest
    }

    public var whenFull: WhenFull
    /// Ordinary events that have waited for longer are dropped; nil for no limit.
    public var maxAge: Duration?
    /// Types of events that are never dropped: `eventType` or `eventType.eventSubtype`, as published.
    public var keep: Set<String>

    /// By default nothing is ever dropped.
    public init(whenFull: WhenFull = .wait, maxAge: Duration? = nil, keep: Set<String> = []) {
        self.whenFull = whenFull
        self.maxAge = maxAge
        self.keep = keep
    }

    /// Whether anything is ever dropped.
    public var drops: Bool { whenFull != .wait || maxAge != nil }

    /// The class of an event type. One class for all while nothing is dropped: so the order of a source's events is kept
    /// across all types.
    public func eventClass(eventType: String, eventSubtype: String) -> EventClass {
        guard drops, !keep.isEmpty else { return .ordinary }
        return keep.contains(eventType) || keep.contains("\(eventType).\(eventSubtype)") ? .kept : .ordinary
    }
}
