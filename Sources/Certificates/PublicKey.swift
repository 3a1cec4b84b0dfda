import COpenSSL

/// A public key.
public struct PublicKey: Sendable, CustomStringConvertible {
    /// SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
    public let der: [UInt8]
    /// `EC, 256 bits`.
    public let kind: String

    /// Reads `-----BEGIN PUBLIC KEY-----`.
    public init(pem: String) throws(CertificateFault) {
        let action = "read the public key"
        let bio = try MemoryBIO(pem.utf8, action)
        guard let read = PEM_read_bio_PUBKEY(bio.handle, nil, noPassphrase, nil) else { throw .openSSL(action) }
        let handle = KeyHandle(owning: read)
        try self.init(handle, action)
    }

    /// The public half of a key.
    init(_ handle: borrowing KeyHandle, _ action: String) throws(CertificateFault) {
        let pointer = handle.pointer
        der = try derBytes(action) { i2d_PUBKEY(pointer, $0) }
        let name = EVP_PKEY_get0_type_name(pointer).map { String(cString: $0) } ?? "unknown"
        kind = "\(name), \(EVP_PKEY_get_bits(pointer)) bits"
    }

    /// `-----BEGIN PUBLIC KEY-----`.
    public func pem() throws(CertificateFault) -> String {
        let action = "write the public key"
        let bio = try MemoryBIO(action)
        let key = try handle(action)
        guard PEM_write_bio_PUBKEY(bio.handle, key.pointer) == 1 else { throw .openSSL(action) }
        return bio.text
    }

    /// Whether both are the same key, however they are encoded.
    public func matches(_ other: PublicKey) -> Bool {
        guard let mine = try? handle(""), let its = try? other.handle("") else { return false }
        defer { ERR_clear_error() }
        return EVP_PKEY_eq(mine.pointer, its.pointer) == 1
    }

    func handle(_ action: String) throws(CertificateFault) -> KeyHandle {
        KeyHandle(owning: try fromDER(der, action) { d2i_PUBKEY(nil, $0, $1) })
    }

    public var description: String { "public key (\(kind))" }
}
