import HTTPTypes
import HummingbirdCore
import IoTTransport
import NIOCore
import Pipeline
import WebParts

/// The host's HTTP interface: health, metrics, state, events as they pass, dead letters.
struct StatusAPI: Sendable {
    let access: StatusAccess
    let watch: HostWatch
    let tap: EventTap
    let letters: DeadLetterRoom

    /// Bytes of a request's body.
    static let largestBody = 64 * 1024

    private enum Route {
        case file(PageFile)
        case health(isLive: Bool)
        case metrics, status, events, letters, change
    }

    func respond(_ request: Request) async -> Response {
        guard let (route, need) = Self.route(request) else {
            let isKnown = Self.readable.contains(request.uri.path) || request.uri.path == Self.lettersPath
            return isKnown
                ? .refusal(.methodNotAllowed, "this method is not for this path")
                : .refusal(.notFound, "there is nothing at this path")
        }
        if let refusal = refused(request, need) { return refusal }
        switch route {
        case .file(let file): return file.response
        case .health(let isLive): return await health(request, isLive: isLive)
        case .metrics:
            return .bytes(Array(HostMetrics.text(await report()).utf8), type: PrometheusText.contentType)
        case .status:
            var report = await report()
            report.changes = access.changes(request.head)
            return .json(JSONLine.of(report))
        case .events: return events(request)
        case .letters: return await listed(request)
        case .change: return await changed(request)
        }
    }

    private static let lettersPath = "/api/dead-letters"
    private static let readable: Set<String> = [
        "/health", "/health/live", "/health/ready", "/metrics", "/api/status", "/api/events",
    ]

    /// What is asked for, and what that needs; nil for a path or a method that is not known.
    private static func route(_ request: Request) -> (Route, StatusAccess.Need)? {
        let path = request.uri.path
        if request.method == .post { return path == lettersPath ? (.change, .changing) : nil }
        guard request.method == .get || request.method == .head else { return nil }
        switch path {
        case "/health", "/health/ready": return (.health(isLive: false), .nothing)
        case "/health/live": return (.health(isLive: true), .nothing)
        case "/metrics": return (.metrics, .reading)
        case "/api/status": return (.status, .reading)
        case "/api/events": return request.method == .get ? (.events, .reading) : nil
        case lettersPath: return (.letters, .reading)
        default: return PageFile.status.first { $0.path == path }.map { (.file($0), .nothing) }
        }
    }

    private func refused(_ request: Request, _ need: StatusAccess.Need) -> Response? {
        guard let (status, words) = access.refusal(of: request.head, need) else { return nil }
        var response = Response.refusal(status, words)
        if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }

    private func report() async -> StatusReport {
        StatusReport(await watch.snapshot(), isAlive: watch.isAlive)
    }

    private func health(_ request: Request, isLive: Bool) async -> Response {
        let report = await report()
        let isGood = isLive ? report.live : report.ready
        let health = HealthReport(report, withReasons: access.mayRead(request.head))
        return .json(JSONLine.of(health), status: isGood ? .ok : .serviceUnavailable)
    }

    // MARK: Events

    private func events(_ request: Request) -> Response {
        let query = request.uri.queryParameters
        let selection = TapSelection(source: query.filled("press"), type: query.filled("type"))
        guard let reader = tap.open(selection) else {
            return .refusal(.serviceUnavailable, "\(EventTap.mostReaders) are watching already")
        }
        let stream = EventStream(reader: reader)
        let body = ResponseBody { [tap] writer in
            defer { tap.close(reader) }
            while let bytes = await stream.next() { try await writer.write(ByteBuffer(bytes: bytes)) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    // MARK: Dead letters

    private func listed(_ request: Request) async -> Response {
        let query = request.uri.queryParameters
        do {
            return .json(
                try await letters.list(
                    source: query.filled("press"), code: query.filled("reason"),
                    after: query.filled("after").flatMap { Int64($0) } ?? 0))
        } catch {
            return .refusal(.internalServerError, "\(error)")
        }
    }

    private func changed(_ request: Request) async -> Response {
        do {
            let buffer = try await request.body.collect(upTo: Self.largestBody)
            guard let wanted = DeadLetterRequest(json: Array(buffer.readableBytesView)), !wanted.selection.meansAll
            else {
                return .refusal(
                    .badRequest,
                    "expected: {\"action\": \"retry\" or \"drop\", \"selection\": {\"ids\": […], \"source\": …, \"code\": …}}"
                )
            }
            guard let answer = try await letters.perform(wanted) else {
                return .refusal(.gatewayTimeout, "the host has not answered yet; it goes on with it when it can")
            }
            return .json(answer)
        } catch {
            return .refusal(.internalServerError, "\(error)")
        }
    }
}

extension FlatDictionary<Substring, Substring> {
    /// A parameter that is there and not empty.
    fileprivate func filled(_ name: String) -> String? {
        self[name[...]].flatMap { $0.isEmpty ? nil : String($0) }
    }
}

extension DeadLetterSelection {
    /// Whether nothing says which: here nobody means all by that.
    fileprivate var meansAll: Bool { ids == nil && source == nil && code == nil }
}

extension Response {
    static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        .bytes(Array(text.utf8), type: "application/json; charset=utf-8", status: status)
    }

    static func refusal(_ status: HTTPResponse.Status, _ words: String) -> Response {
        .json(JSONLine.of(["error": words]), status: status)
    }
}
