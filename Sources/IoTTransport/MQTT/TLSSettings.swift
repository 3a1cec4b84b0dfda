/// The files for mutual TLS, all PEM.
public struct TLSSettings: Sendable, Equatable {
    /// The certificates of the authorities that the broker's certificate may come from.
    public var certificateAuthority: String
    /// Our certificate; nil for a broker that asks for none.
    public var certificate: String?
    /// Its private key; given together with the certificate.
    public var key: String?
    /// The application protocol to ask for, as `x-amzn-mqtt-ca` on port 443.
    public var alpn: String?

    /// Paths as they are opened, not expanded.
    public init(certificateAuthority: String, certificate: String? = nil, key: String? = nil, alpn: String? = nil) {
        self.certificateAuthority = certificateAuthority
        self.certificate = certificate
        self.key = key
        self.alpn = alpn
    }

    var files: [(what: String, path: String)] {
        var files = [(what: "CA file", path: certificateAuthority)]
        if let certificate { files.append(("certificate file", certificate)) }
        if let key { files.append(("key file", key)) }
        return files
    }
}
