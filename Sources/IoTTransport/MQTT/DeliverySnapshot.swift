/// How delivery is doing at one moment.
public struct DeliverySnapshot: Sendable, Equatable {
    /// `mqtts://host:port`.
    public var endpoint: String
    /// Whether there is a session.
    public var isConnected = false
    /// Publishes without their PUBACK.
    public var inFlight = 0
    /// PUBACKs since the start of delivery.
    public var acknowledged = 0
    /// Sessions since the start of delivery.
    public var sessions = 0
    /// The last fault as it was logged; nil before the first one and after a session is established.
    public var lastFault: String?
    /// The same by its class.
    public var fault: DeliveryFault?
    /// Seconds until the next try to connect, nil when none is planned.
    public var nextTry: Double?

    /// How the shadow is doing.
    public var shadow = ShadowStatus()
    /// Telemetry that the platform reported as rejected, since the start of delivery.
    public var rejectedTelemetry = 0

    /// Before the start.
    public init(endpoint: String) {
        self.endpoint = endpoint
    }
}
