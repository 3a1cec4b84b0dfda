import HTTPTypes
import Testing
import WebParts

@testable import AdapterHostKit

/// Who may ask for what.
@Suite struct StatusAccessTests {
    private static let token = "0123456789abcdef"

    private func access(_ host: String, token: String? = token) -> StatusAccess {
        StatusAccess(StatusChoice(listen: ListenAddress(host: host, port: 8780), token: token))
    }

    private func request(
        _ method: HTTPRequest.Method = .get, host: String? = "127.0.0.1:8780", token: String? = nil,
        origin: String? = nil
    ) -> HTTPRequest {
        var request = HTTPRequest(method: method, scheme: "http", authority: host, path: "/")
        if let token { request.headerFields[.authorization] = "Bearer \(token)" }
        if let origin { request.headerFields[.origin] = origin }
        return request
    }

    @Test func `on this machine all may read, and only the token changes`() {
        let access = access("127.0.0.1")
        #expect(access.refusal(of: request(), .reading) == nil)
        #expect(access.refusal(of: request(.post), .changing)?.0 == .unauthorized)
        #expect(access.refusal(of: request(.post, token: "0123456789abcdeX"), .changing)?.0 == .unauthorized)
        #expect(access.refusal(of: request(.post, token: Self.token), .changing) == nil)
        #expect(access.changes(request()) == .withToken && access.changes(request(token: Self.token)) == .allowed)
        let readOnly = self.access("127.0.0.1", token: nil)
        #expect(readOnly.refusal(of: request(.post, token: ""), .changing)?.0 == .forbidden)
        #expect(readOnly.changes(request()) == .never)
    }

    @Test func `from elsewhere nothing is read without the token but whether the host is well`() {
        let access = access("0.0.0.0")
        let elsewhere = request(host: "press-pc:8780")
        #expect(access.refusal(of: elsewhere, .nothing) == nil && !access.mayRead(elsewhere))
        #expect(access.refusal(of: elsewhere, .reading)?.0 == .unauthorized)
        #expect(access.refusal(of: request(host: "press-pc:8780", token: Self.token), .reading) == nil)
    }

    @Test func `pages of others are kept out`() {
        let access = access("127.0.0.1")
        #expect(access.refusal(of: request(host: "evil.example"), .nothing)?.0 == .forbidden)
        #expect(access.refusal(of: request(host: nil), .nothing)?.0 == .forbidden)
        let other = request(.post, token: Self.token, origin: "http://evil.example")
        #expect(access.refusal(of: other, .changing)?.0 == .forbidden)
        let own = request(.post, token: Self.token, origin: "http://127.0.0.1:8780")
        #expect(access.refusal(of: own, .changing) == nil)
    }
}
