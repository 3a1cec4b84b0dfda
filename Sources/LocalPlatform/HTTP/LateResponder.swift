import Hummingbird
import Synchronization

/// Answers once it knows how.
final class LateResponder: HTTPResponder {
    private let responder = Mutex<RouterResponder<PlatformRequestContext>?>(nil)

    func set(_ responder: RouterResponder<PlatformRequestContext>) { self.responder.withLock { $0 = responder } }

    func respond(to request: Request, context: PlatformRequestContext) async throws -> Response {
        guard let responder = responder.withLock({ $0 }) else {
            return Response(status: .serviceUnavailable)
        }
        return try await responder.respond(to: request, context: context)
    }
}
