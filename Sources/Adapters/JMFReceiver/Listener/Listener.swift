import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import WebParts

/// One open address with the sources that share it.
final class Listener: Sendable {
    let settings: ListenerSettings
    let routes = RouteTable()
    private let logger: Logger
    private let group = MultiThreadedEventLoopGroup.singleton
    private let opened: EventLoopPromise<Void>
    private let state = Mutex(State())

    private struct State {
        var stop: (@Sendable () async -> Void)?
        var task: Task<Void, Never>?
    }

    /// How long a stop waits for requests that are being answered, and then for their connections to end.
    private static let grace = TimeAmount.seconds(3)

    init(_ settings: ListenerSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        opened = group.next().makePromise()
    }

    /// Begins to open the address. To be called once; then ``waitUntilOpen()`` tells how it went.
    func start() {
        do {
            let receiver = Receiver(routes: routes)
            let settings = settings
            let http = HTTP1Channel(
                responder: { request, writer, channel in try await receiver.respond(request, writer, channel) },
                configuration: .init(
                    additionalChannelHandlers: [
                        ConnectionHandler(idleTimeout: settings.idleTimeout, bodyTimeout: settings.bodyTimeout)
                    ],
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)))
            if let tls = settings.tls {
                do {
                    serve(try TLSChannel(http, tlsConfiguration: TLSFiles.configuration(tls)))
                } catch let error as NIOSSLError {
                    throw ListenerFault.badCertificate("\(tls.certificate), \(tls.key): \(error)")
                }
            } else {
                serve(http)
            }
        } catch {
            opened.fail(error)
        }
    }

    /// - Throws: ``ListenerFault`` when the address cannot be opened.
    func waitUntilOpen() async throws {
        do {
            try await opened.futureResult.get()
        } catch {
            throw ListenerFault.opening(settings.address, error)
        }
    }

    private func serve<Child: ServerChildChannel>(_ child: Child) {
        // Hummingbird's own lines say nothing that ours do not.
        var quiet = logger
        quiet.logLevel = .critical
        let server = Server(
            childChannelSetup: child,
            configuration: ServerConfiguration(
                address: .hostname(settings.address.host, port: settings.address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maxConnections, logger: quiet)),
            onServerRunning: { [opened] _ in opened.succeed() }, eventLoopGroup: group, logger: quiet)
        // Detached: connections must run on the shared pool, not on the thread of the source that came first.
        let task = Task.detached { [self] in
            do { try await server.run() } catch { opened.fail(error) }
            for route in routes.all { route.intake.end(ListenerFault.ended(settings.address)) }
        }
        state.withLock { state in
            state.task = task
            state.stop = { try? await server.shutdownGracefully() }
        }
    }

    /// Closes the address, lets requests in progress be answered, and ends connections. Returns after a few seconds at
    /// the latest.
    func close() async {
        let (stop, task) = state.withLock { ($0.stop, $0.task) }
        guard let stop, let task else { return }
        let ended = group.next().makePromise(of: Void.self)
        let ending = Task.detached {
            await stop()
            await task.value
        }
        let cut = group.next().scheduleTask(in: Self.grace) { task.cancel() }
        let abandon = group.next().scheduleTask(in: Self.grace * 2) { [logger, settings] in
            logger.warning("jmf-http: \(settings.address): connections remain after closing")
            ended.succeed()
        }
        Task.detached {
            await ending.value
            cut.cancel()
            abandon.cancel()
            ended.succeed()
        }
        try? await ended.futureResult.get()
    }
}
