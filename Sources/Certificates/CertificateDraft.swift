import COpenSSL
import Glibc

/// A certificate that is being made. Used by one call, then gone.
final class CertificateDraft {
    private let handle: OpaquePointer
    /// The issuer's certificate, which the authority key identifier is made from; nil for a self-signed one.
    private var issuer: OpaquePointer?
    private let action: String

    init(subject: String, publicKey: PublicKey, validity: Validity, _ action: String) throws(CertificateFault) {
        guard let handle = X509_new() else { throw .openSSL(action) }
        self.handle = handle
        self.action = action
        let key = try publicKey.handle(action)
        // The value 2 means version 3.
        guard X509_set_version(handle, 2) == 1, X509_set_pubkey(handle, key.pointer) == 1 else {
            throw .openSSL(action)
        }
        try SerialNumber.setRandom(handle, action)
        try NameText.add(commonName: subject, to: X509_get_subject_name(handle), action)
        try set(validity.notBefore, X509_set1_notBefore)
        try set(validity.notAfter, X509_set1_notAfter)
    }

    deinit {
        X509_free(handle)
        X509_free(issuer)
    }

    private func set(
        _ seconds: Int64, _ apply: (OpaquePointer?, UnsafePointer<ASN1_TIME>?) -> Int32
    ) throws(CertificateFault) {
        guard let time = ASN1_TIME_set(nil, time_t(seconds)) else { throw .openSSL(action) }
        defer { ASN1_TIME_free(time) }
        guard apply(handle, time) == 1 else { throw .openSSL(action) }
    }

    /// Issued by itself.
    func setIssuer(_ itself: CertificateDraft) throws(CertificateFault) {
        guard X509_set_issuer_name(handle, X509_get_subject_name(itself.handle)) == 1 else { throw .openSSL(action) }
    }

    /// Issued by the holder of a certificate.
    func setIssuer(_ certificate: Certificate) throws(CertificateFault) {
        let issuer = try fromDER(certificate.der, action) { d2i_X509(nil, $0, $1) }
        self.issuer = issuer
        guard X509_set_issuer_name(handle, X509_get_subject_name(issuer)) == 1 else { throw .openSSL(action) }
    }

    /// Adds an extension in the words of OpenSSL's configuration files (x509v3_config(5)).
    func add(_ kind: Int32, _ value: String) throws(CertificateFault) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer ?? handle, handle, nil, nil, 0)
        guard let made = X509V3_EXT_conf_nid(nil, &context, kind, value) else { throw .openSSL(action) }
        defer { X509_EXTENSION_free(made) }
        guard X509_add_ext(handle, made, -1) == 1 else { throw .openSSL(action) }
    }

    /// Adds host names and addresses.
    func addAlternativeNames(_ names: [String]) throws(CertificateFault) {
        var values: [String] = []
        for name in names {
            // A comma would begin another value, of any kind.
            let isGood = !name.isEmpty && name.utf8.allSatisfy(Self.isNameByte)
            guard isGood else { throw CertificateFault(action, reason: "\"\(name)\" is no host name and no address") }
            values.append((Self.isAddress(name) ? "IP:" : "DNS:") + name)
        }
        try add(NID_subject_alt_name, values.joined(separator: ","))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "*"):
            true
        default: false
        }
    }

    private static func isAddress(_ name: String) -> Bool {
        var space = in6_addr()
        return inet_pton(AF_INET, name, &space) == 1 || inet_pton(AF_INET6, name, &space) == 1
    }

    func signed(with key: PrivateKey) throws(CertificateFault) -> Certificate {
        let key = try key.handle(action)
        guard X509_sign(handle, key.pointer, EVP_sha256()) > 0 else { throw .openSSL(action) }
        let handle = handle
        return try Certificate(der: try derBytes(action) { i2d_X509(handle, $0) })
    }
}
