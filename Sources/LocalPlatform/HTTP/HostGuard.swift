import HTTPTypes
import Hummingbird
import WebParts

/// Refuses what pages of others ask for.
struct HostGuard: RouterMiddleware {
    typealias Context = PlatformRequestContext

    let check: RequestGuard

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let refusal = check.refusal(
            authority: request.head.authority, origin: request.headers[.origin],
            isChange: request.method != .get && request.method != .head)
        {
            return .json(["error": .string(refusal)], status: .forbidden)
        }
        return try await next(request, context)
    }
}
