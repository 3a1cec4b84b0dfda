/// Keeps web pages of others away. A page elsewhere can have its own name point to this machine (DNS rebinding), hence
/// the check of the Host header; and can send forms to any address, hence that of Origin. Pure.
public struct RequestGuard: Sendable {
    /// The address that the server is bound to.
    private let host: String

    /// - Parameter host: the address that the server is bound to.
    public init(host: String) { self.host = host }

    /// Why a request is refused; nil when it may pass.
    ///
    /// - Parameters:
    ///   - authority: what stands in the Host header.
    ///   - origin: what stands in the Origin header.
    ///   - isChange: whether it asks for more than reading.
    public func refusal(authority: String?, origin: String?, isChange: Bool) -> String? {
        guard let authority, !authority.isEmpty else { return "a Host header is missing" }
        if Self.isLoopback(host), !Self.isLoopback(Self.name(of: authority)), Self.name(of: authority) != host {
            return "this page is for this machine only; the Host header must say localhost or 127.0.0.1"
        }
        if isChange, let origin, origin.lowercased() != "http://\(authority.lowercased())" {
            return "requests from the pages of others are refused"
        }
        return nil
    }

    /// Host names and addresses without their port.
    public static func name(of authority: String) -> String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    private static func isLoopback(_ name: String) -> Bool {
        if name.lowercased() == "localhost" || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
