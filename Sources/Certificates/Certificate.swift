import COpenSSL
import Glibc

/// An X.509 certificate (RFC 5280).
public struct Certificate: Sendable, Hashable, CustomStringConvertible {
    /// Its bytes.
    public let der: [UInt8]
    /// Who it is for, as RFC 2253 writes it: `CN=press-17,O=Print GmbH`.
    public let subject: String
    /// Who signed it.
    public let issuer: String
    /// The subject's last common name; nil when it has none.
    public let commonName: String?
    /// The serial number in hexadecimal digits.
    public let serial: String
    /// The first second of its validity, since 1970.
    public let notBefore: Int64
    /// The last second of its validity, since 1970.
    public let notAfter: Int64
    /// Whether it may sign certificates.
    public let isAuthority: Bool
    /// Whether its own key signed it.
    public let isSelfSigned: Bool

    /// Reads DER.
    public init(der: [UInt8]) throws(CertificateFault) {
        let action = "read the certificate"
        try self.init(CertificateHandle(owning: try fromDER(der, action) { d2i_X509(nil, $0, $1) }), action)
    }

    /// Reads the first certificate of a PEM text.
    public init(pem: String) throws(CertificateFault) {
        self = try Self.all(in: Array(pem.utf8))[0]
    }

    init(_ handle: consuming CertificateHandle, _ action: String) throws(CertificateFault) {
        let pointer = handle.pointer
        der = try derBytes(action) { i2d_X509(pointer, $0) }
        subject = try NameText.text(X509_get_subject_name(pointer), action)
        issuer = try NameText.text(X509_get_issuer_name(pointer), action)
        commonName = NameText.commonName(X509_get_subject_name(pointer))
        serial = SerialNumber.text(X509_get0_serialNumber(pointer))
        notBefore = try Self.seconds(X509_get0_notBefore(pointer), action)
        notAfter = try Self.seconds(X509_get0_notAfter(pointer), action)
        isAuthority = X509_check_ca(pointer) > 0
        isSelfSigned = X509_self_signed(pointer, 1) == 1
        ERR_clear_error()
    }

    /// Every certificate of a file: PEM, as many as stand there, or one in DER.
    ///
    /// - Throws: ``CertificateFault`` when there is none, or one of them cannot be read.
    /// - Returns: At least one.
    public static func all(in file: [UInt8]) throws(CertificateFault) -> [Certificate] {
        let action = "read the certificate"
        // An ASN.1 SEQUENCE of more than 255 bytes, as every certificate is.
        if file.starts(with: [0x30, 0x82]) { return [try Certificate(der: file)] }
        let bio = try MemoryBIO(file, action)
        var found: [Certificate] = []
        while let read = PEM_read_bio_X509(bio.handle, nil, noPassphrase, nil) {
            found.append(try Certificate(CertificateHandle(owning: read), action))
        }
        let isEnd = Int32(truncatingIfNeeded: ERR_GET_REASON(ERR_peek_last_error())) == PEM_R_NO_START_LINE
        if isEnd {
            ERR_clear_error()
            if !found.isEmpty { return found }
            throw CertificateFault(action, reason: "no line \"-----BEGIN CERTIFICATE-----\"")
        }
        throw .openSSL(action)
    }

    /// `-----BEGIN CERTIFICATE-----`.
    public func pem() throws(CertificateFault) -> String {
        let action = "write the certificate"
        let bio = try MemoryBIO(action)
        let certificate = try handle(action)
        guard PEM_write_bio_X509(bio.handle, certificate.pointer) == 1 else { throw .openSSL(action) }
        return bio.text
    }

    /// The key that it certifies.
    public func publicKey() throws(CertificateFault) -> PublicKey {
        let action = "read the certificate's key"
        let certificate = try handle(action)
        guard let key = X509_get_pubkey(certificate.pointer) else { throw .openSSL(action) }
        return try PublicKey(KeyHandle(owning: key), action)
    }

    /// Whether it certifies this key.
    public func matches(_ key: PrivateKey) -> Bool {
        guard let mine = try? publicKey() else { return false }
        return mine.matches(key.publicKey)
    }

    /// SHA-256 of its bytes in lower-case hexadecimal digits: AWS IoT's certificate id.
    public var fingerprint: String {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        guard EVP_Digest(der, der.count, &digest, nil, EVP_sha256(), nil) == 1 else { return "" }
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    func handle(_ action: String) throws(CertificateFault) -> CertificateHandle {
        CertificateHandle(owning: try fromDER(der, action) { d2i_X509(nil, $0, $1) })
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?, _ action: String) throws(CertificateFault) -> Int64 {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { throw .openSSL(action) }
        return Int64(timegm(&parts))
    }

    /// Its subject and serial number.
    public var description: String { "\(subject) (serial \(serial))" }

    /// By their bytes.
    public static func == (one: Certificate, other: Certificate) -> Bool { one.der == other.der }
    public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
