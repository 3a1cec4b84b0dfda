import NIOCore
import NIOPosix
import NIOSSL

/// The two listening sockets of MQTT.
struct MQTTListeners: Sendable {
    static let backlog: Int32 = 256

    let plain: any Channel
    let tls: any Channel

    static func open(
        _ options: LocalPlatformOptions, _ configuration: TLSConfiguration, engine: PlatformEngine,
        group: any EventLoopGroup
    ) async throws -> MQTTListeners {
        let size = options.limits.maximumPacketSize
        let context = try NIOSSLContext(configuration: configuration)
        let plain = try await listen(options.host, options.mqttPort, "--mqtt-port", group) { channel in
            let handler = MQTTChannelHandler(engine: engine, isTLS: false, maximumPacketSize: size)
            try channel.pipeline.syncOperations.addHandler(handler)
        }
        do {
            let tls = try await listen(options.host, options.tlsPort, "--tls-port", group) { channel in
                let handler = MQTTChannelHandler(engine: engine, isTLS: true, maximumPacketSize: size)
                try channel.pipeline.syncOperations.addHandlers(NIOSSLServerHandler(context: context), handler)
            }
            return MQTTListeners(plain: plain, tls: tls)
        } catch {
            try? await plain.close()
            throw error
        }
    }

    func close() async {
        try? await plain.close()
        try? await tls.close()
    }

    private static func listen(
        _ host: String, _ port: Int, _ option: String, _ group: any EventLoopGroup,
        setUp: @escaping @Sendable (any Channel) throws -> Void
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: backlog)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setUp(channel) }
            }
        do {
            return try await bootstrap.bind(host: host, port: port).get()
        } catch {
            throw LocalPlatformFault(
                description: "cannot listen on \(host) port \(port): \(error); choose another with \(option), 0 for any"
            )
        }
    }
}
