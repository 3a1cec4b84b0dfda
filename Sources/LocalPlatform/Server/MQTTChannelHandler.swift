import Certificates
import NIOCore
import NIOSSL
import NIOTLS

/// A connection's bytes to packets for the platform. Lives on the channel's event loop.
final class MQTTChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let engine: PlatformEngine
    private let isTLS: Bool
    private var id: ConnectionID?
    private var decoder: MQTTDecoder
    private var hasFailed = false
    private var lastError: String?

    init(engine: PlatformEngine, isTLS: Bool, maximumPacketSize: Int) {
        self.engine = engine
        self.isTLS = isTLS
        decoder = MQTTDecoder(maximumPacketSize: maximumPacketSize)
    }

    func channelActive(context: ChannelHandlerContext) {
        let address = context.channel.remoteAddress
        let text = address.map { "\($0.ipAddress ?? "")\($0.port.map { ":\($0)" } ?? "")" } ?? "unknown"
        id = engine.opened(ConnectionLink(channel: context.channel), address: text, isTLS: isTLS)
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent, case .handshakeCompleted = event, let id {
            let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLHandler.self)
            let bytes = try? handler?.peerCertificate?.toDERBytes()
            let certificate = bytes.flatMap { try? Certificate(der: $0) }
            engine.perform { core, _ in core.authenticated(id, commonName: certificate?.commonName) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let id, !hasFailed else { return }
        var bytes = unwrapInboundIn(data)
        let count = bytes.readableBytes
        decoder.append(&bytes)
        var packets: [MQTTPacket] = []
        var fault: MQTTFault?
        do throws(MQTTFault) {
            while let packet = try decoder.next() { packets.append(packet) }
        } catch {
            hasFailed = true
            fault = error
        }
        engine.perform { core, now in
            core.read(count, from: id, now: now)
            for packet in packets { core.received(packet, from: id, now: now) }
            if let fault { core.failed(id, fault, now: now) }
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if let id { engine.writability(id, context.channel.isWritable) }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        lastError = isTLS ? "TLS: \(error)" : "\(error)"
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let id { engine.closed(id, reason: lastError ?? "closed before its CONNECT") }
        context.fireChannelInactive()
    }
}
