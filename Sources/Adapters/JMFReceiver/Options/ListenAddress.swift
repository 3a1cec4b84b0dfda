import Glibc

/// Where a listener listens: an IP address and a port, as `127.0.0.1:8889` or `[::1]:8889`.
struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads the text of an option; `localhost` is 127.0.0.1. Nil when it is no address with a port.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        var host = String(text[..<colon])
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = String(host.dropFirst().dropLast()) }
        if host == "localhost" { host = "127.0.0.1" }
        guard IPAddress(host) != nil, isBracketed == host.contains(":") else { return nil }
        self.host = host
        self.port = Int(port)
    }

    /// Whether only this machine can reach it.
    var isLoopback: Bool { IPAddress(host)?.isLoopback ?? false }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
