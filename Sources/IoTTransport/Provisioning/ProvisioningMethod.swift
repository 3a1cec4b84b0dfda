public import IoTTransport

/// A way in which the platform gives a device its identity. The order of the calls, what is written between them, and
/// what is done about each fault, is the same for all: see ``ProvisioningMachine``.
public protocol ProvisioningMethod: Sendable {
    /// Names it in the journal: `v2`.
    var name: String { get }

    /// Makes what must be on disk before the request, such as a private key; nil when the platform makes the key.
    func prepare() throws(ProvisioningFault) -> SecretText?

    /// Asks for what every device is told. Makes nothing at the platform.
    func configuration() async throws(ProvisioningFault) -> PlatformConfiguration

    /// Asks for an identity: **makes a device at the platform**. Sends the request once.
    /// - Returns: The answer as it came. It may hold a private key.
    func request(_ configuration: PlatformConfiguration, key: SecretText?) async throws(RequestFault) -> SecretText

    /// Understands an answer that ``request(_:key:)`` gave, perhaps in an earlier run.
    func identity(from answer: SecretText, key: SecretText?) throws(ProvisioningFault) -> IssuedIdentity
}

/// Why a request for an identity gave none.
public struct RequestFault: Error, Sendable, Equatable {
    /// Whether the platform may have made a device all the same.
    public let isAmbiguous: Bool
    public let fault: ProvisioningFault

    public init(isAmbiguous: Bool, _ fault: ProvisioningFault) {
        self.isAmbiguous = isAmbiguous
        self.fault = fault
    }
}
