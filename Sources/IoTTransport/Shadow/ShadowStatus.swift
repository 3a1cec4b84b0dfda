/// How the shadow is doing, for people.
public struct ShadowStatus: Sendable, Equatable {
    /// Whether the platform's wishes are known.
    public enum Phase: String, Sendable {
        /// Not configured.
        case off
        /// Not connected, or the answer is not there yet.
        case waiting
        /// The document was read on this connection; changes come as they are made.
        case synced
        /// The host goes on without it; ``ShadowStatus/reason`` says why.
        case unavailable
    }

    /// Where it stands.
    public var phase = Phase.off
    /// Why it is not available; nil while it is.
    public var reason: String?
    /// Desired values that cannot be taken, each in words.
    public var refusals: [String] = []
    /// The newest version seen on this connection.
    public var version: Int?
    /// `event_publishing_enabled` as it holds.
    public var isPublishingEnabled = true
    /// `event_type_blacklist` as it holds, sorted.
    public var blacklist: [String] = []

    /// What the platform desires of the keys that the host knows, each as JSON text.
    public var desired: [String: String] = [:]
    /// What stands in the shadow as reported, each as JSON text.
    public var reported: [String: String] = [:]
    /// The service's clock as its last answer told it.
    public var serviceClock: ServiceClock?

    /// Off.
    public init() {}
}
