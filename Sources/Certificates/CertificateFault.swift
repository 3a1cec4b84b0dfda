import COpenSSL

/// Something about a key or a certificate that did not work, in words for a person: what was tried, and OpenSSL's own
/// reason. Never holds key material.
public struct CertificateFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried: `read the certificate`.
    public let action: String
    /// Why it failed: `certificate has expired`.
    public let reason: String

    /// A fault with a reason of our own.
    public init(_ action: String, reason: String) {
        self.action = action
        self.reason = reason
    }

    /// A fault with the reasons that OpenSSL has noted on this thread, which are taken.
    static func openSSL(_ action: String) -> CertificateFault {
        var reasons: [String] = []
        while true {
            let code = ERR_get_error()
            if code == 0 { break }
            let text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
            if !reasons.contains(text) { reasons.append(text) }
        }
        return CertificateFault(
            action, reason: reasons.isEmpty ? "OpenSSL says no more" : reasons.joined(separator: ", "))
    }

    public var description: String { "cannot \(action): \(reason)" }
}
