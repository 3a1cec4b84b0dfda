import HTTPTypes
import HummingbirdCore
import WebParts

/// Who may ask for what: pure.
struct StatusAccess: Sendable {
    enum Need {
        /// The page's own files, and whether the host is well.
        case nothing
        case reading
        /// Retrying and dropping dead letters.
        case changing
    }

    private let guardian: RequestGuard
    private let token: String?
    private let isLoopback: Bool

    init(_ choice: StatusChoice) {
        guardian = RequestGuard(host: choice.listen.host)
        token = choice.token
        isLoopback = choice.listen.isLoopback
    }

    /// Whether the request shows the token.
    func isTrusted(_ request: HTTPRequest) -> Bool {
        guard let token, let shown = request.headerFields[.authorization], shown.hasPrefix("Bearer ") else {
            return false
        }
        return Self.isSame(shown.dropFirst("Bearer ".count).utf8, token.utf8)
    }

    /// Whether it may read all there is.
    func mayRead(_ request: HTTPRequest) -> Bool { isLoopback || isTrusted(request) }

    /// Whether it may change something.
    func changes(_ request: HTTPRequest) -> StatusReport.Changes {
        token == nil ? .never : isTrusted(request) ? .allowed : .withToken
    }

    /// Why it is refused; nil when it may pass.
    func refusal(of request: HTTPRequest, _ need: Need) -> (HTTPResponse.Status, String)? {
        let words = guardian.refusal(
            authority: request.authority, origin: request.headerFields[.origin],
            isChange: request.method != .get && request.method != .head)
        if let words { return (.forbidden, words) }
        switch need {
        case .nothing: return nil
        case .reading where mayRead(request): return nil
        case .changing where isTrusted(request): return nil
        case .changing where token == nil:
            return (.forbidden, "this host is read-only: set status.token in host.yaml to allow changes")
        case .reading, .changing: return (.unauthorized, "this needs the token of status.token in host.yaml")
        }
    }

    /// Takes as long for a wrong token as for the right one.
    private static func isSame(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
