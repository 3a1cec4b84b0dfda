import Certificates

extension Words {
    /// - Parameters:
    ///   - path: its file, or the store's folder.
    ///   - notAfter: in seconds since 1970.
    static func certificateExpired(path: String, notAfter: Int64) -> Finding {
        failure(
            "certificate.expired", certificate,
            "This device's certificate has expired (\(UTCText.text(notAfter)); \(path)): the broker lets it in no more.",
            "If this machine's clock is right, ask the platform's side for a new certificate and install it with:"
                + " adapter-host provision import DIR. Until then events wait on this machine.")
    }

    /// From 30 days before. `left`: seconds.
    static func certificateExpires(path: String, notAfter: Int64, left: Int64) -> Finding {
        let level: Finding.Level = left <= 86_400 ? .failure : .warning
        return Finding(
            id: "certificate.expires", level: level, subject: certificate,
            cause: "This device's certificate expires in \(QuantityText.span(Double(left))) (\(UTCText.text(notAfter));"
                + " \(path)).",
            nextStep: "Ask the platform's side for a new certificate and install it with: adapter-host provision import"
                + " DIR. It is tried beside the old one, which stays until the new one works.")
    }

    static func certificateNotYetValid(path: String, notBefore: Int64, now: Int64) -> Finding {
        failure(
            "certificate.notYetValid", certificate,
            "This device's certificate is valid from \(UTCText.text(notBefore)) on (\(path)), and this machine's clock"
                + " shows \(UTCText.text(now)).",
            "Set the clock of this machine right (timedatectl set-ntp true), most likely it is behind.")
    }

    /// The broker says that it does not accept our certificate.
    static func certificateRefused(path: String, fault: String) -> Finding {
        failure(
            "certificate.refused", certificate,
            "The broker does not accept this device's certificate (\(path)): \(part(fault)).",
            "Ask the platform's side whether the certificate is still active; get a new one with: adapter-host provision"
                + " --force, or install one with: adapter-host provision import DIR.")
    }

    /// The certificate store has a fault of its own; text and advice as the inspection of the store gives them.
    static func storeFault(code: String, message: String, advice: String, isWarning: Bool = false) -> Finding {
        Finding(
            id: "certificate.\(code)", level: isWarning ? .warning : .failure, subject: certificate,
            cause: "\(message).", nextStep: "\(advice.prefix(1).uppercased())\(advice.dropFirst()).")
    }

    /// The broker's certificate does not come from an authority that we trust, or is not for this name or time.
    ///
    /// - Parameter path: the file of authorities.
    static func wrongAuthority(endpoint: String, path: String, fault: String) -> Finding {
        failure(
            "tls.authority", broker,
            "This machine does not trust \(endpoint): the broker's certificate does not come from the authority in"
                + " \(path), or is for another name or time (\(part(fault))).",
            "Put the right authority (CA) into \(path); for the platform: adapter-host provision --repair. Also check"
                + " the broker's name in host.yaml and this machine's clock. A firewall that opens TLS has the same"
                + " effect: ask for an exception.")
    }

    /// What a failed TLS handshake means, from OpenSSL's words.
    ///
    /// - Parameters:
    ///   - authority: the file of authorities that the broker must come from.
    ///   - certificate: our own, if there is one.
    static func tls(
        endpoint: String, authority: String?, _ certificate: HostState.Certificate?, fault: String
    ) -> Finding {
        if fault.contains("certificate verify failed") {
            // What it usually means, in parentheses behind it, is said already.
            let reason = fault.prefix { $0 != "(" }.split(separator: " ").joined(separator: " ")
            return wrongAuthority(endpoint: endpoint, path: authority ?? "tls.ca", fault: reason)
        }
        let refusals = [
            "certificate expired", "unknown ca", "bad certificate", "certificate revoked", "certificate required",
            "certificate unknown",
        ]
        if refusals.contains(where: { fault.contains("alert \($0)") }) {
            return certificateRefused(path: certificate?.path ?? "none is configured", fault: fault)
        }
        return tlsFault(endpoint: endpoint, fault: fault)
    }

    /// All else that TLS complains of.
    static func tlsFault(endpoint: String, fault: String) -> Finding {
        failure(
            "tls.fault", broker, "No secure connection to \(endpoint) comes about: \(part(fault)).",
            "Check in host.yaml the broker's port and tls: section, then run: adapter-host doctor")
    }
}
