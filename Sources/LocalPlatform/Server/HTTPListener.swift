import Hummingbird
import Logging
import NIOCore
import Synchronization

/// The HTTP server as a task: it runs until it is stopped.
final class HTTPListener: Sendable {
    private let running = Mutex<Task<Void, any Error>?>(nil)

    /// Starts, and returns the port once it listens.
    func start(
        host: String, port: Int, group: any EventLoopGroup,
        router: @escaping @Sendable (Int) -> Router<PlatformRequestContext>
    ) async throws -> Int {
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        // The router needs to know the port, and the server needs the router first: requests wait for it.
        let responder = LateResponder()
        let application = Application(
            responder: responder,
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                responder.set(router(port).buildResponder())
                found.yield(port)
            },
            eventLoopGroupProvider: .shared(group),
            logger: Logger(label: "local-platform.http") { _ in SwiftLogNoOpLogHandler() })
        let task = Task {
            defer { found.finish() }
            try await application.run()
        }
        running.withLock { $0 = task }
        for await port in ports { return port }
        do {
            try await task.value
            throw LocalPlatformFault(description: "the HTTP server ended at once")
        } catch {
            throw LocalPlatformFault(
                description:
                    "cannot listen on \(host) port \(port): \(error); choose another with --http-port, 0 for any")
        }
    }

    func stop() async {
        guard let task = running.withLock({ $0 }) else { return }
        task.cancel()
        _ = try? await task.value
    }
}

/// Answers once it knows how.
private final class LateResponder: HTTPResponder {
    private let responder = Mutex<RouterResponder<PlatformRequestContext>?>(nil)

    func set(_ responder: RouterResponder<PlatformRequestContext>) { self.responder.withLock { $0 = responder } }

    func respond(to request: Request, context: PlatformRequestContext) async throws -> Response {
        guard let responder = responder.withLock({ $0 }) else {
            return Response(status: .serviceUnavailable)
        }
        return try await responder.respond(to: request, context: context)
    }
}
