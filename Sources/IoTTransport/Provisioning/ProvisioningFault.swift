/// Why provisioning did not come to its end, for the person at the machine.
public struct ProvisioningFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of fault it is, which decides whether trying again makes sense.
    public enum Kind: Sendable {
        /// Something in the configuration is missing or wrong.
        case configuration
        /// An identity is there already.
        case exists
        /// Nobody knows whether the platform made a device.
        case ambiguous
        /// The platform said no.
        case refused
        /// The platform was not reached, and nothing was made: trying again later is safe.
        case unreachable
        /// What the platform gave cannot be used.
        case unusable
        /// This machine: disk, rights, lock.
        case local
    }

    public let kind: Kind
    /// What happened.
    public let message: String
    /// What to do.
    public let advice: String

    public init(_ kind: Kind, _ message: String, advice: String) {
        self.kind = kind
        self.message = message
        self.advice = advice
    }

    public var description: String { "\(message). \(advice)" }
}
