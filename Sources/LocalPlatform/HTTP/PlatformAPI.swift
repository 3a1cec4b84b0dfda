import HTTPTypes
import Hummingbird
import NIOCore
import WebParts

/// The HTTP interface: page, state, events, stream, shadows, faults, provisioning.
struct PlatformAPI: Sendable {
    /// Bytes of a request's body.
    static let largestBody = 256 * 1024

    let engine: PlatformEngine
    let streams: EventStreams
    let authority: PlatformAuthority
    let apiKey: String
    /// What the state document and provisioning say of the listeners.
    let addresses: LocalPlatformAddresses
    let limits: PlatformLimits

    func router() -> Router<PlatformRequestContext> {
        let router = Router(context: PlatformRequestContext.self)
        router.add(middleware: HostGuard(check: RequestGuard(host: addresses.host)))
        for file in PageFile.platform { router.get(RouterPath(file.path)) { _, _ in file.response } }
        router.get("/api/state") { _, _ in Response.json(state()) }
        router.get("/api/events") { request, _ in events(request) }
        router.get("/api/events/:seq") { _, context in event(context.parameters.get("seq")) }
        router.get("/api/stream") { _, _ in stream() }
        router.get("/api/faults") { _, _ in Response.json(engine.perform { core, _ in core.faults.json }) }
        router.post("/api/faults") { request, _ in try await setFaults(request) }
        router.post("/api/reset") { _, _ in resetFaults() }
        router.post("/api/cut") { request, _ in try await cut(request) }
        addShadows(to: router)
        addProvisioning(to: router)
        return router
    }

    func state() -> JSONValue {
        var state = engine.perform { core, now in core.state(now: now) }
        state["mqttPort"] = .integer(addresses.mqttPort)
        state["tlsPort"] = .integer(addresses.tlsPort)
        state["limits"] = .string(limits == .none ? "none" : "aws")
        return .object(state)
    }

    private func events(_ request: Request) -> Response {
        let query = request.uri.queryParameters
        let limit = query.get("limit").flatMap { Int($0) } ?? 200
        let before = query.get("before").flatMap { Int($0) } ?? .max
        let type = query.get("eventType").flatMap { $0.isEmpty ? nil : $0 }
        let subtype = query.get("eventSubtype").flatMap { $0.isEmpty ? nil : $0 }
        let asset = query.get("assetId").flatMap { $0.isEmpty ? nil : $0 }
        let log = engine.perform { core, _ in core.events }
        let summaries = log.newest(limit: min(max(limit, 1), EventLog.maximumCount)) { summary in
            summary.sequence < before && (type == nil || summary.header.eventType == type)
                && (subtype == nil || summary.header.eventSubtype == subtype)
                && (asset == nil || summary.header.assetID == asset)
        }
        return .json(.array(summaries.map(\.json)))
    }

    /// The event's own bytes stand in the answer as they came.
    private func event(_ sequence: String?) -> Response {
        guard let number = sequence.flatMap({ Int($0) }),
            let entry = engine.perform({ core, _ in core.events[number] })
        else { return .refusal(.notFound, "there is no such event, or no more") }
        let event =
            entry.summary.header.isJSON ? entry.event : (["raw": .string(Base64.text(entry.event))] as JSONValue).bytes
        let bytes = entry.summary.json.bytes.dropLast() + Array(",\"event\":".utf8) + event + [UInt8(ascii: "}")]
        return .bytes(Array(bytes), type: "application/json; charset=utf-8")
    }

    private func stream() -> Response {
        let messages = streams.reader(first: EventStreams.message("state", state()))
        let body = ResponseBody { writer in
            for await message in messages { try await writer.write(ByteBuffer(string: message)) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    // MARK: Faults

    private func setFaults(_ request: Request) async throws -> Response {
        let body = try await Self.body(of: request)
        return engine.perform { core, now in
            do {
                let faults = try core.faults.changed(by: try JSONParser.parse(body))
                core.setFaults(faults, now: now)
                return .json(core.faults.json)
            } catch {
                return .refusal(.badRequest, "\(error)")
            }
        }
    }

    private func resetFaults() -> Response {
        engine.perform { core, now in
            core.setFaults(Faults(), now: now)
            return .json(core.faults.json)
        }
    }

    private func cut(_ request: Request) async throws -> Response {
        let body = try await Self.body(of: request)
        var client: String?
        if !body.isEmpty {
            guard let members = (try? JSONParser.parse(body))?.object,
                members["client"].map({ $0 == .null || $0.string != nil }) ?? true
            else { return .refusal(.badRequest, "{\"client\": id} or nothing expected") }
            client = members["client"]?.string
        }
        let count = engine.perform { [client] core, now in core.cut(client: client, now: now) }
        return .json(["cut": .integer(count)])
    }

    static func body(of request: Request) async throws -> [UInt8] {
        let buffer = try await request.body.collect(upTo: largestBody)
        return Array(buffer.readableBytesView)
    }
}
