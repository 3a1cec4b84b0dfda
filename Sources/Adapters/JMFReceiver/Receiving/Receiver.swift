import AdapterAPI
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers the requests of one listener. It runs on the shared pool and only waits there: what takes time happens on the
/// source's own thread.
struct Receiver: Sendable {
    let routes: RouteTable

    /// What is said of a request before its body is read.
    private enum Verdict {
        case refuse(HTTPAnswer)
        case take(BodyTaker)
    }

    func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let closes = request.headers[.connection] == "close"
        switch verdict(on: request, channel) {
        case .refuse(let answer):
            // With an unread body behind it, nothing more can be understood on this connection.
            try await answer.write(
                to: writer, closes: closes || request.hasBody, isHead: request.method == .head)
        case .take(let taker):
            if request.expectsContinue { try await writer.writeInformationalHead(HTTPResponse(status: .continue)) }
            let (answer, isRead) = try await taker.take(request.body, channel.eventLoop)
            try await answer.write(to: writer, closes: closes || !isRead)
        }
    }

    private func verdict(on request: Request, _ channel: any Channel) -> Verdict {
        guard let route = routes.route(for: request.head.path) else {
            // Without any source the address is about to be closed.
            if routes.isEmpty { return .refuse(.unavailable("adapter-host: stopping")) }
            return .refuse(HTTPAnswer(.notFound, "adapter-host: no source listens at this path"))
        }
        let sender = channel.remoteAddress?.ipAddress
        guard route.options.allow.allows(sender) else {
            route.refusals.warn("refused \(sender ?? "a sender without an address"): it is not in allow:")
            return .refuse(HTTPAnswer(.forbidden, "adapter-host: this address may not send here"))
        }
        switch request.method {
        case .post: break
        case .get, .head:
            let words = "adapter-host \(route.sourceID): post JMF or XJMF messages here"
            return .refuse(HTTPAnswer(.ok, words))
        default:
            return .refuse(HTTPAnswer(.methodNotAllowed, "adapter-host: POST only", [.allow: "GET, HEAD, POST"]))
        }
        let type = request.headers[.contentType]
        guard MediaTypes.accepts(contentType: type), MediaTypes.accepts(encoding: request.headers[.contentEncoding])
        else {
            route.refusals.warn(
                "refused a body from \(sender ?? "?"): its Content-Type or Content-Encoding is not known")
            return .refuse(
                HTTPAnswer(
                    .unsupportedMediaType, "adapter-host: JMF, XJMF, other XML or multipart/related; as it is, or gzip",
                    [.acceptEncoding: "gzip"]))
        }
        return .take(
            BodyTaker(route: route, sender: sender ?? "?", contentType: type, length: request.contentLength))
    }
}

extension Request {
    fileprivate var contentLength: Int? { headers[.contentLength].flatMap { Int($0) } }
    fileprivate var hasBody: Bool { headers.contains(.transferEncoding) || (contentLength ?? 0) > 0 }
    fileprivate var expectsContinue: Bool { headers[.expect]?.lowercased() == "100-continue" }
}
