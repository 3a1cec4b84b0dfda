/// What a client needs to connect by TLS. Prints without its keys.
public struct ClientIdentity: Sendable, CustomStringConvertible {
    /// Also the certificate's common name.
    public let clientID: String
    /// Its certificate.
    public let certificatePEM: String
    /// Its private key, PKCS #8, in the clear.
    public let privateKeyPEM: String
    /// Its public key.
    public let publicKeyPEM: String
    /// The authority that the server's certificate is signed by.
    public let rootPEM: String

    public var description: String { "identity of \"\(clientID)\"" }
}
