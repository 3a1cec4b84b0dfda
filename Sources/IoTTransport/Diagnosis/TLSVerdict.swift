import COpenSSL

/// Whether a server's certificate proves who it is, and if not, what is wrong with it.
public enum TLSVerdict: Sendable, Equatable {
    case trusted
    /// None of our authorities issued it.
    case unknownAuthority
    /// It is for another name than the one that was asked for.
    case otherName
    case expired
    case notYetValid
    /// In OpenSSL's words.
    case other(String)

    /// - Parameter code: `SSL_get_verify_result`.
    init(code: Int) {
        self =
            switch Int32(truncatingIfNeeded: code) {
            case X509_V_OK: .trusted
            case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
                X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE:
                .unknownAuthority
            case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: .otherName
            case X509_V_ERR_CERT_HAS_EXPIRED: .expired
            case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
            default: .other(X509_verify_cert_error_string(code).map { String(cString: $0) } ?? "error \(code)")
            }
    }
}
