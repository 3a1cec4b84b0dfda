import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Synchronization
import WebParts

/// Serves the status page as long as the host runs. Nothing of it can hold up the host: an address that cannot be opened is
/// tried again, and a stop does not wait for those who read.
final class StatusServer: Sendable {
    private let address: ListenAddress
    private let api: StatusAPI
    private let logger: Logger
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// Until an address that could not be opened is tried again.
    static let retry = Duration.seconds(30)
    private static let mostConnections = 64
    private static let idleTimeout = TimeAmount.seconds(120)

    init(_ choice: StatusChoice, _ api: StatusAPI, logger: Logger) {
        address = choice.listen
        self.api = api
        self.logger = logger
    }

    /// Starts in the background; once.
    func start() {
        task.withLock { $0 = Task.detached { [self] in await run() } }
    }

    /// Ends it, without waiting.
    func stop() {
        task.withLock { $0 }?.cancel()
    }

    private func run() async {
        var said: String?
        while !Task.isCancelled {
            do {
                try await serve()
            } catch {
                if Task.isCancelled { return }
                let words = "status: cannot listen on \(address): \(address.words(for: error))"
                if words != said { logger.error("\(words); tried again every \(Self.retry)") }
                said = words
            }
            try? await Task.sleep(for: Self.retry)
        }
    }

    private func serve() async throws {
        let api = api
        let http = HTTP1Channel(
            responder: { request, writer, _ in
                let response = await api.respond(request)
                let isHead = request.method == .head
                try await writer.write(
                    response: HTTPResponse(status: response.status, headerFields: response.headers),
                    body: isHead ? ResponseBody() : response.body)
            },
            configuration: .init(
                idleTimeout: Self.idleTimeout,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)))
        // Hummingbird's own lines say nothing that ours do not.
        var quiet = logger
        quiet.logLevel = .critical
        try await Server(
            childChannelSetup: http,
            configuration: ServerConfiguration(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections, logger: quiet)),
            onServerRunning: { [logger, address] _ in logger.info("status page at http://\(address)/") },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet
        ).run()
    }
}
