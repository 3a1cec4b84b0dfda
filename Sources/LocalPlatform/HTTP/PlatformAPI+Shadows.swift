import Foundation
import HTTPTypes
import Hummingbird

extension PlatformAPI {
    func addShadows(to router: Router<PlatformRequestContext>) {
        router.get("/api/shadows") { _, _ in Response.json(engine.perform { core, _ in core.shadowList }) }
        for path in ["/api/shadows/:thing", "/api/shadows/:thing/:name"] {
            let path = RouterPath(path)
            router.get(path) { _, context in read(Self.shadow(context)) }
            router.post(path) { request, context in
                try await change(Self.shadow(context), .update, request)
            }
            router.delete(path) { request, context in
                try await change(Self.shadow(context), .delete, request)
            }
        }
    }

    private static func shadow(_ context: PlatformRequestContext) -> ShadowID {
        let thing = context.parameters.get("thing") ?? ""
        let name = context.parameters.get("name")
        return ShadowID(
            thing: thing.removingPercentEncoding ?? thing, name: name.map { $0.removingPercentEncoding ?? $0 })
    }

    /// Reading publishes nothing.
    private func read(_ id: ShadowID) -> Response {
        engine.perform { core, now in
            if let document = core.shadowDocument(id, now: now) { return .json(document) }
            return .json(ShadowRejection.notFound(id).body(token: nil, second: now.epochSecond), status: .notFound)
        }
    }

    /// What MQTT would do: subscribers get accepted, delta and documents.
    private func change(
        _ id: ShadowID, _ operation: ShadowRequest.Operation, _ request: Request
    ) async throws -> Response {
        let payload = try await Self.body(of: request)
        let shadowRequest = ShadowRequest(shadow: id, operation: operation, payload: payload)
        let message = engine.perform { core, now in core.shadowRequest(shadowRequest, now: now) }
        guard let message else { return .refusal(.serviceUnavailable, "the shadow service is switched off") }
        let code = message.body["code"]?.integer
        return .json(message.body, status: code.map { HTTPResponse.Status(code: $0) } ?? .ok)
    }
}
