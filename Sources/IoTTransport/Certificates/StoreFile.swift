/// A file of a certificate store, by what it holds.
public enum StoreFile: String, Sendable, CaseIterable {
    case authority = "amazonRootCA1.pem"
    case clientID = "clientID.txt"
    case certificate = "deviceCert.cert"
    case privateKey = "devicePrivateKey.pem"
    case publicKey = "devicePublicKey.pem"
    case properties = "properties.json"

    /// The name that it is written under.
    public var name: String { rawValue }

    /// Every name that a client has written it under; the first is looked for first. Others that differ from these in
    /// upper and lower case only are taken too.
    public var names: [String] {
        switch self {
        case .authority: [name, "AmazonRootCA1.pem"]
        case .clientID: [name, "ClientID.txt"]
        case .certificate: [name, "deviceCert.pem"]
        case .privateKey, .publicKey, .properties: [name]
        }
    }

    /// For messages.
    public var meaning: String {
        switch self {
        case .authority: "the platform's certificate authority"
        case .clientID: "the device's client id"
        case .certificate: "the device's certificate"
        case .privateKey: "the device's private key"
        case .publicKey: "the device's public key"
        case .properties: "address and port of the platform"
        }
    }

    /// Whether it is part of who the device is: where one of these lies, the platform knows the device already.
    public var isIdentity: Bool {
        switch self {
        case .clientID, .certificate, .privateKey, .publicKey: true
        case .authority, .properties: false
        }
    }

    /// Whether nothing works without it.
    public var isNeeded: Bool { self != .publicKey }
}
