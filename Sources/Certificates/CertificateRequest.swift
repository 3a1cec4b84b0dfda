import COpenSSL

/// A request for a certificate (PKCS #10, RFC 2986): a public key and the name that it should get, signed with the
/// private key, which does not leave its owner.
public struct CertificateRequest: Sendable {
    /// Its bytes.
    public let der: [UInt8]
    /// The name that is asked for; nil when there is none.
    public let commonName: String?
    public let publicKey: PublicKey

    /// Makes a request.
    ///
    /// - Parameter commonName: 1 to 64 characters; nil to leave the name to the authority.
    public init(key: PrivateKey, commonName: String?) throws(CertificateFault) {
        let action = "make a certificate request"
        guard let made = X509_REQ_new() else { throw .openSSL(action) }
        let request = RequestHandle(owning: made)
        let key = try key.handle(action)
        if let commonName {
            try NameText.add(commonName: commonName, to: X509_REQ_get_subject_name(request.pointer), action)
        }
        guard X509_REQ_set_version(request.pointer, 0) == 1, X509_REQ_set_pubkey(request.pointer, key.pointer) == 1,
            X509_REQ_sign(request.pointer, key.pointer, EVP_sha256()) > 0
        else { throw .openSSL(action) }
        try self.init(request, action)
    }

    /// Reads `-----BEGIN CERTIFICATE REQUEST-----`.
    ///
    /// - Throws: ``CertificateFault``, also when its signature does not belong to its key.
    public init(pem: String) throws(CertificateFault) {
        let action = "read the certificate request"
        let bio = try MemoryBIO(pem.utf8, action)
        guard let read = PEM_read_bio_X509_REQ(bio.handle, nil, noPassphrase, nil) else { throw .openSSL(action) }
        try self.init(RequestHandle(owning: read), action)
    }

    private init(_ handle: consuming RequestHandle, _ action: String) throws(CertificateFault) {
        let pointer = handle.pointer
        guard let key = X509_REQ_get_pubkey(pointer) else { throw .openSSL(action) }
        let owned = KeyHandle(owning: key)
        guard X509_REQ_verify(pointer, owned.pointer) == 1 else { throw .openSSL(action) }
        der = try derBytes(action) { i2d_X509_REQ(pointer, $0) }
        commonName = NameText.commonName(X509_REQ_get_subject_name(pointer))
        publicKey = try PublicKey(owned, action)
    }

    /// `-----BEGIN CERTIFICATE REQUEST-----`.
    public func pem() throws(CertificateFault) -> String {
        let action = "write the certificate request"
        let bio = try MemoryBIO(action)
        let request = RequestHandle(owning: try fromDER(der, action) { d2i_X509_REQ(nil, $0, $1) })
        guard PEM_write_bio_X509_REQ(bio.handle, request.pointer) == 1 else { throw .openSSL(action) }
        return bio.text
    }
}
