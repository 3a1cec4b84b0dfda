/// How long to wait between two tries to connect.
public struct RetrySettings: Sendable, Equatable {
    /// The least time; the platform bears one connection a second for a client id.
    public var minimum: Duration
    /// What it doubles to, with full jitter.
    public var maximum: Duration
    /// The least time after a refusal, or after the second session in a row that lasted under 5 s.
    public var afterRefusal: Duration

    /// By default 1 s, 2 min and 10 s.
    public init(
        minimum: Duration = .seconds(1), maximum: Duration = .seconds(120), afterRefusal: Duration = .seconds(10)
    ) {
        self.minimum = minimum
        self.maximum = maximum
        self.afterRefusal = afterRefusal
    }
}
