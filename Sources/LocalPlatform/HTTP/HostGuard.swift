import HTTPTypes
import Hummingbird

/// Keeps web pages of others away. A page elsewhere can have its own name point to this machine (DNS rebinding), hence
/// the check of the Host header; and can send forms to any address, hence that of Origin.
struct HostGuard: RouterMiddleware {
    typealias Context = PlatformRequestContext

    /// The address that the server is bound to.
    let host: String

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let refusal = refusal(
            authority: request.head.authority, origin: request.headers[.origin],
            isChange: request.method != .get && request.method != .head)
        {
            return .json(["error": .string(refusal)], status: .forbidden)
        }
        return try await next(request, context)
    }

    func refusal(authority: String?, origin: String?, isChange: Bool) -> String? {
        guard let authority, !authority.isEmpty else { return "a Host header is missing" }
        if Self.isLoopback(host), !Self.isLoopback(Self.name(of: authority)), Self.name(of: authority) != host {
            return "this platform is for this machine only; the Host header must say localhost or 127.0.0.1"
        }
        if isChange, let origin, origin.lowercased() != "http://\(authority.lowercased())" {
            return "requests from the pages of others are refused"
        }
        return nil
    }

    /// Host names and addresses without their port.
    static func name(of authority: String) -> String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    static func isLoopback(_ name: String) -> Bool {
        if name.lowercased() == "localhost" || name == "::1" { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
