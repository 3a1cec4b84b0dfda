public import Certificates

/// What a server showed in a TLS handshake.
public struct TLSSight: Sendable {
    /// The server's certificate; nil when the handshake did not come so far.
    public let certificate: Certificate?
    public let verdict: TLSVerdict
    /// The application protocol that the server chose of ours.
    public let alpn: String?
    /// Why the handshake did not come to its end, in OpenSSL's words. A server that insists on a certificate of ours ends
    /// it like that, after all that is asked for here was seen.
    public let fault: String?
}
