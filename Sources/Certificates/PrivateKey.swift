import COpenSSL

/// A private key. Prints as its kind only.
public struct PrivateKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What to generate.
    public enum Kind: Sendable, CaseIterable {
        /// EC on NIST P-256: small, and made in microseconds.
        case p256
        /// RSA of 2048 bits; takes some tenths of a second to make.
        case rsa2048
    }

    /// PKCS #8 or the older form of its kind; DER.
    private let der: [UInt8]
    public let publicKey: PublicKey

    /// Makes a new key.
    public init(_ kind: Kind) throws(CertificateFault) {
        let action = "make a private key"
        let made =
            switch kind {
            case .p256: openssl_generate_p256()
            case .rsa2048: openssl_generate_rsa(2048)
            }
        guard let made else { throw .openSSL(action) }
        try self.init(KeyHandle(owning: made), action)
    }

    /// Reads a key: PKCS #8, or the `EC PRIVATE KEY` and `RSA PRIVATE KEY` of older tools.
    ///
    /// - Throws: ``CertificateFault``, also for a key that is encrypted: nobody is there to type the passphrase.
    public init(pem: String) throws(CertificateFault) {
        let action = "read the private key"
        let bio = try MemoryBIO(pem.utf8, action)
        guard let read = PEM_read_bio_PrivateKey(bio.handle, nil, noPassphrase, nil) else {
            let isEncrypted = pem.contains("ENCRYPTED")
            let fault = CertificateFault.openSSL(action)
            if isEncrypted { throw CertificateFault(action, reason: "it is encrypted: remove its passphrase first") }
            guard pem.contains("PRIVATE KEY-----") else {
                throw CertificateFault(action, reason: "no line \"-----BEGIN PRIVATE KEY-----\"")
            }
            throw fault
        }
        try self.init(KeyHandle(owning: read), action)
    }

    private init(_ handle: consuming KeyHandle, _ action: String) throws(CertificateFault) {
        let pointer = handle.pointer
        der = try derBytes(action) { i2d_PrivateKey(pointer, $0) }
        publicKey = try PublicKey(handle, action)
    }

    /// The key in the clear, PKCS #8 PEM. For a file with mode 0600 and nothing else.
    public func pem() throws(CertificateFault) -> String {
        let action = "write the private key"
        let bio = try MemoryBIO(action)
        let key = try handle(action)
        guard PEM_write_bio_PKCS8PrivateKey(bio.handle, key.pointer, nil, nil, 0, nil, nil) == 1 else {
            throw .openSSL(action)
        }
        return bio.text
    }

    func handle(_ action: String) throws(CertificateFault) -> KeyHandle {
        KeyHandle(owning: try fromDER(der, action) { d2i_AutoPrivateKey(nil, $0, $1) })
    }

    /// `private key (EC, 256 bits)`.
    public var description: String { "private key (\(publicKey.kind))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
