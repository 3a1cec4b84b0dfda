/// What OpenSSL says, with what it usually means.
enum TLSFaultText {
    /// From what libmosquitto logged; nil when none of it is about TLS.
    static func text(from lines: [String]) -> String? {
        let cause = lines.first { $0.hasPrefix("OpenSSL Error") }.map { explained(reason($0)) }
        let file = lines.first { $0.hasPrefix("Error: ") && $0.contains("\"") }.map { String($0.dropFirst(7)) }
        guard let file else { return cause }
        // Such as: Unable to load client certificate "deviceCert.cert".
        let named = file.hasSuffix(".") ? String(file.dropLast()) : file
        return cause.map { "\(named): \($0)" } ?? named
    }

    /// `OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed` → its last part.
    private static func reason(_ line: String) -> String {
        let part = line.split(separator: ":").last ?? ""
        return String(part.drop { $0 == " " })
    }

    static func explained(_ reason: String) -> String {
        for (part, meaning) in meanings where reason.contains(part) { return "\(reason) (\(meaning))" }
        return reason
    }

    private static let meanings = [
        (
            "certificate verify failed",
            "CA does not match the broker's certificate, or its name or dates are not valid"
        ),
        ("alert unknown ca", "the broker does not know who issued our certificate"),
        ("alert bad certificate", "the broker does not accept our certificate"),
        ("alert certificate expired", "our certificate has expired"),
        ("alert certificate revoked", "our certificate is revoked"),
        ("alert certificate required", "the broker asks for a client certificate"),
        ("alert handshake failure", "no common parameters, or the broker asks for a client certificate"),
        ("alert no application protocol", "the broker does not know the ALPN protocol"),
        ("wrong version number", "the broker does not speak TLS on this port"),
        ("unsupported protocol", "the broker offers no TLS 1.2"),
    ]
}
