import Glibc
import NIOCore

/// Where a listener listens: an IP address and a port, as `127.0.0.1:8889` or `[::1]:8889`.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// An IP address, without brackets.
    public let host: String
    public let port: Int

    /// An address that is known to be one.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads the text of an option; `localhost` is 127.0.0.1. Nil when it is no address with a port.
    public init?(_ text: String) {
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
    public var isLoopback: Bool { IPAddress(host)?.isLoopback ?? false }

    /// As it is written in a URL.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Why it could not be opened, in words.
    public func words(for error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        switch error.errnoCode {
        case EADDRINUSE: return "the port is taken by another program; stop that, or set another in listen:"
        case EADDRNOTAVAIL: return "this machine has no such address"
        case EACCES: return "not permitted: ports below 1024 need rights of their own"
        default: return String(cString: strerror(error.errnoCode))
        }
    }
}
