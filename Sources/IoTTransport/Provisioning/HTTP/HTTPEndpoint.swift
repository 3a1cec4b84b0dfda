import Foundation

/// An `http` or `https` address, taken apart.
struct HTTPEndpoint: Sendable, Equatable {
    let isSecure: Bool
    let host: String
    let port: Int
    /// Path and query, as the request line holds it.
    let target: String

    /// Why an address is not used.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    /// - Parameter query: Added to the address's own.
    /// - Throws: ``Fault`` for what is no address, and for `http` to another machine: key and certificate would travel in
    ///   the clear.
    init(_ text: String, query: [(name: String, value: String)] = []) throws(Fault) {
        guard var parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            let scheme = parts.scheme?.lowercased(), scheme == "https" || scheme == "http"
        else { throw Fault(description: "\"\(Self.shown(text))\" is not an address such as https://host/path") }
        guard parts.user == nil, parts.password == nil else {
            throw Fault(description: "\"\(Self.shown(text))\": an address holds no user and no password")
        }
        isSecure = scheme == "https"
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = parts.port ?? (isSecure ? 443 : 80)
        guard isSecure || Self.isLoopback(self.host) else {
            throw Fault(
                description: "\"\(Self.shown(text))\" must begin with https://: the key would travel in the clear "
                    + "(http:// is allowed to this machine itself only)")
        }
        if !query.isEmpty {
            parts.queryItems = (parts.queryItems ?? []) + query.map { URLQueryItem(name: $0.name, value: $0.value) }
        }
        let path = parts.percentEncodedPath
        // A plus sign would be read as a blank.
        let search = parts.percentEncodedQuery.map { "?" + $0.replacingOccurrences(of: "+", with: "%2B") } ?? ""
        target = (path.isEmpty ? "/" : path) + search
    }

    /// `host:port`, for the Host header and for messages.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    /// Without a query, which may hold what nobody should see.
    private static func shown(_ text: String) -> String {
        let text = text.prefix { $0 != "?" && $0 != "#" }
        guard let at = text.lastIndex(of: "@") else { return String(text.prefix(200)) }
        return "…" + text[text.index(after: at)...].prefix(200)
    }
}
