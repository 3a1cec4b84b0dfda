import COpenSSL

/// Issues certificates: an authority of one's own, for the local platform and for tests.
public struct CertificateAuthority: Sendable {
    /// Its own certificate: what others must trust.
    public let certificate: Certificate
    /// Its private key.
    public let key: PrivateKey

    /// Makes a new authority with a P-256 key and a self-signed certificate.
    public init(commonName: String, validity: Validity = .days(3650)) throws(CertificateFault) {
        let action = "make the authority \"\(commonName)\""
        key = try PrivateKey(.p256)
        let draft = try CertificateDraft(subject: commonName, publicKey: key.publicKey, validity: validity, action)
        try draft.setIssuer(draft)
        try draft.add(NID_basic_constraints, "critical,CA:TRUE")
        try draft.add(NID_key_usage, "critical,keyCertSign,cRLSign")
        try draft.add(NID_subject_key_identifier, "hash")
        certificate = try draft.signed(with: key)
    }

    /// An authority from what ``certificate`` and ``key`` gave as PEM.
    ///
    /// - Throws: ``CertificateFault``, also when the two do not belong together or it is no authority's certificate.
    public init(certificatePEM: String, keyPEM: String) throws(CertificateFault) {
        certificate = try Certificate(pem: certificatePEM)
        key = try PrivateKey(pem: keyPEM)
        let action = "use the authority \(certificate.subject)"
        guard certificate.isAuthority else { throw CertificateFault(action, reason: "it may not sign certificates") }
        guard certificate.matches(key) else {
            throw CertificateFault(action, reason: "its key does not belong to its certificate")
        }
    }

    /// A client's certificate (extended key usage `clientAuth`).
    ///
    /// - Parameter commonName: 1 to 64 characters: the client id.
    public func issueClient(
        _ publicKey: PublicKey, commonName: String, validity: Validity = .days(365)
    ) throws(CertificateFault) -> Certificate {
        try issue(publicKey, commonName, validity, usage: "clientAuth", names: [])
    }

    /// A client's certificate for a request; `commonName` in place of the requested one when it is given.
    public func issueClient(
        _ request: CertificateRequest, commonName: String? = nil, validity: Validity = .days(365)
    ) throws(CertificateFault) -> Certificate {
        guard let name = commonName ?? request.commonName else {
            throw CertificateFault("issue a certificate", reason: "neither the request nor the call gives a name")
        }
        return try issueClient(request.publicKey, commonName: name, validity: validity)
    }

    /// A server's certificate (extended key usage `serverAuth`).
    ///
    /// - Parameter names: Host names and IP addresses that clients reach it by; the first is also its common name.
    public func issueServer(
        _ publicKey: PublicKey, names: [String], validity: Validity = .days(365)
    ) throws(CertificateFault) -> Certificate {
        guard let first = names.first else {
            throw CertificateFault("issue a certificate", reason: "a server has at least one name")
        }
        return try issue(publicKey, String(first.prefix(64)), validity, usage: "serverAuth", names: names)
    }

    /// An authority below this one.
    public func issueAuthority(
        commonName: String, validity: Validity = .days(1825)
    ) throws(CertificateFault) -> CertificateAuthority {
        let key = try PrivateKey(.p256)
        let draft = try draft(key.publicKey, commonName, validity, "make the authority \"\(commonName)\"")
        try draft.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        try draft.add(NID_key_usage, "critical,keyCertSign,cRLSign")
        let certificate = try draft.signed(with: self.key)
        return CertificateAuthority(certificate: certificate, key: key)
    }

    private init(certificate: Certificate, key: PrivateKey) {
        self.certificate = certificate
        self.key = key
    }

    private func issue(
        _ publicKey: PublicKey, _ commonName: String, _ validity: Validity, usage: String, names: [String]
    ) throws(CertificateFault) -> Certificate {
        let draft = try draft(publicKey, commonName, validity, "issue a certificate for \"\(commonName)\"")
        try draft.add(NID_basic_constraints, "critical,CA:FALSE")
        let isRSA = publicKey.kind.hasPrefix("RSA")
        try draft.add(NID_key_usage, "critical,digitalSignature" + (isRSA ? ",keyEncipherment" : ""))
        try draft.add(NID_ext_key_usage, usage)
        if !names.isEmpty { try draft.addAlternativeNames(names) }
        return try draft.signed(with: key)
    }

    private func draft(
        _ publicKey: PublicKey, _ commonName: String, _ validity: Validity, _ action: String
    ) throws(CertificateFault) -> CertificateDraft {
        let draft = try CertificateDraft(subject: commonName, publicKey: publicKey, validity: validity, action)
        try draft.setIssuer(certificate)
        try draft.add(NID_subject_key_identifier, "hash")
        try draft.add(NID_authority_key_identifier, "keyid:always")
        return draft
    }
}
