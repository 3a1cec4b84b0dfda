public import IoTTransport

/// A device's identity as the platform gave it; all texts PEM.
public struct IssuedIdentity: Sendable, Equatable {
    public var privateKey: SecretText
    public var publicKey: String
    public var certificate: String
    public var clientID: String

    public init(privateKey: SecretText, publicKey: String, certificate: String, clientID: String) {
        self.privateKey = privateKey
        self.publicKey = publicKey
        self.certificate = certificate
        self.clientID = clientID
    }

    func material(_ configuration: PlatformConfiguration) -> StoreMaterial {
        StoreMaterial(
            authority: configuration.authority, certificate: certificate, privateKey: privateKey,
            publicKey: publicKey, clientID: clientID, properties: configuration.properties(clientID: clientID))
    }
}
