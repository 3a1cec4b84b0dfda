import AdapterAPI
import WebParts

/// What holds for a whole listener; sources that share an address must agree on it.
struct ListenerSettings: Equatable, Sendable {
    /// Certificate and key in PEM files, and the authorities of the certificates that senders must show.
    struct TLS: Equatable, Sendable {
        var certificate: String
        var key: String
        var clientCA: String?
    }

    var address = ListenAddress(host: "127.0.0.1", port: 8889)
    var tls: TLS?
    /// Connections at once; further ones wait in the system's queue.
    var maxConnections = 256
    /// How long a connection may be without a request, and a request's head may take.
    var idleTimeout = Duration.seconds(30)
    /// How long a body may take from its head to its end.
    var bodyTimeout = Duration.seconds(60)

    init() {}

    init(_ configuration: inout ConfigurationReader) {
        let text = configuration.string(
            "listen", default: "\(address)",
            help: "address and port; 0.0.0.0 or [::] for all of the machine's addresses")
        if let address = ListenAddress(text) {
            self.address = address
        } else {
            configuration.fault(
                at: "listen", "\"\(text)\" is not ADDRESS:PORT such as 127.0.0.1:8889, 0.0.0.0:8889 or [::1]:8889")
        }
        tls = configuration.section("tls", help: "encrypts the connections") { section in
            TLS(
                certificate: section.path("certificate", help: "the listener's certificate with its chain, PEM"),
                key: section.path("key", help: "the certificate's key, PEM"),
                clientCA: section.optionalPath(
                    "clientCA", help: "authorities, PEM; senders must then show a certificate of theirs"))
        }
        maxConnections = configuration.integer(
            "maxConnections", default: maxConnections, in: 1...10_000, help: "connections at once; further ones wait")
        idleTimeout = configuration.duration(
            "idleTimeout", default: idleTimeout, help: "how long a connection may be silent between two requests")
        bodyTimeout = configuration.duration(
            "bodyTimeout", default: bodyTimeout, help: "how long a request's body may take to arrive")
    }

    var scheme: String { tls == nil ? "http" : "https" }
}
