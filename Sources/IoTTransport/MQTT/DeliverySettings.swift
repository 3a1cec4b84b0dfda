/// The limits that publishing keeps to.
public struct DeliverySettings: Sendable, Equatable {
    /// Publishes without their PUBACK, 1 to 200; libmosquitto becomes slow beyond.
    public var window: Int
    /// Publishes a second; nil for no limit.
    public var rate: Double?
    /// Publishes that may follow each other at once within the rate.
    public var rateBurst: Double
    /// Bytes a second; nil for no limit.
    public var byteRate: Double?
    /// Bytes that may follow each other at once within the byte rate.
    public var byteBurst: Double
    /// How long a PUBACK may take before the connection is made anew: the platform discards what exceeds its rate, and
    /// nothing is sent twice within a session.
    public var acknowledgementTimeout: Duration
    /// When the next connection is tried.
    public var retry: RetrySettings

    /// For a broker of one's own: no rate limit.
    public static let unlimited = DeliverySettings()

    /// The limits of AWS IoT Core for one connection, 100 publishes and 512 KiB a second, with some room: it discards what
    /// exceeds them without a word. In no second more than rate and burst together.
    public static let aws = DeliverySettings(rate: 88, byteRate: 380 * 1024)

    /// Without a rate there is no limit.
    public init(
        window: Int = 64, rate: Double? = nil, byteRate: Double? = nil, rateBurst: Double = 8,
        byteBurst: Double = 131_072, acknowledgementTimeout: Duration = .seconds(30),
        retry: RetrySettings = RetrySettings()
    ) {
        self.window = min(max(window, 1), 200)
        self.rate = rate
        self.rateBurst = rateBurst
        self.byteRate = byteRate
        self.byteBurst = byteBurst
        self.acknowledgementTimeout = acknowledgementTimeout
        self.retry = retry
    }
}
