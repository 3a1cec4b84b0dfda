/// An identity that is to replace the present one once the broker has accepted it.
public struct BrokerCandidate: Sendable {
    /// How often it is tried before the present identity is used again.
    public static let tries = 2

    /// Where and as whom to connect.
    public let broker: BrokerSettings
    /// Called on the delivery thread at the CONNACK: makes it the present identity, and returns where its files are now.
    public let accepted: @Sendable () -> BrokerSettings
    /// Called on the delivery thread after the last try, with the fault.
    public let givenUp: @Sendable (String) -> Void

    public init(
        broker: BrokerSettings, accepted: @escaping @Sendable () -> BrokerSettings,
        givenUp: @escaping @Sendable (String) -> Void
    ) {
        self.broker = broker
        self.accepted = accepted
        self.givenUp = givenUp
    }
}
