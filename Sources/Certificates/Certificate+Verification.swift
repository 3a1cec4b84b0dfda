import COpenSSL

extension Certificate {
    /// What a certificate is used for.
    public enum Purpose: Sendable {
        case client, server
        /// Neither is asked.
        case any
    }

    /// Checks that a chain of signatures leads to one of the roots, and all its dates.
    ///
    /// - Parameters:
    ///   - roots: The authorities that are trusted; self-signed ones.
    ///   - intermediates: What may stand between.
    ///   - now: Seconds since 1970; nil for the present.
    /// - Throws: ``CertificateFault`` with OpenSSL's own words, such as `unable to get local issuer certificate`, and the
    ///   certificate that it says it of.
    public func verify(
        roots: [Certificate], intermediates: [Certificate] = [], purpose: Purpose = .any, at now: Int64? = nil
    ) throws(CertificateFault) {
        let action = "verify the certificate \(subject)"
        guard let store = X509_STORE_new() else { throw .openSSL(action) }
        defer { X509_STORE_free(store) }
        for root in roots {
            let root = try root.handle(action)
            guard X509_STORE_add_cert(store, root.pointer) == 1 else { throw .openSSL(action) }
        }
        guard let between = openssl_certificates_new() else { throw .openSSL(action) }
        defer { openssl_certificates_free(between) }
        for certificate in intermediates {
            let certificate = try certificate.handle(action)
            guard openssl_certificates_add(between, certificate.pointer) == 1 else { throw .openSSL(action) }
        }
        let certificate = try handle(action)
        guard let context = X509_STORE_CTX_new() else { throw .openSSL(action) }
        defer { X509_STORE_CTX_free(context) }
        guard X509_STORE_CTX_init(context, store, certificate.pointer, between) == 1 else { throw .openSSL(action) }
        if let now { X509_STORE_CTX_set_time(context, 0, time_t(now)) }
        switch purpose {
        case .client: X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_CLIENT)
        case .server: X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER)
        case .any: break
        }
        let isGood = X509_verify_cert(context) == 1
        let code = X509_STORE_CTX_get_error(context)
        ERR_clear_error()
        guard !isGood || code != X509_V_OK else { return }
        let text = X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? "error \(code)"
        guard let culprit = X509_STORE_CTX_get_current_cert(context), X509_STORE_CTX_get_error_depth(context) > 0,
            let name = try? NameText.text(X509_get_subject_name(culprit), action)
        else { throw CertificateFault(action, reason: text) }
        throw CertificateFault(action, reason: "\(text) (\(name))")
    }
}
