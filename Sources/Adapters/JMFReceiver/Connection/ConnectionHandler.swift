import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Thrown into the reading of a body that takes too long.
struct SlowBody: Error {}

/// The shell around ``ConnectionState`` in a connection's pipeline, between HTTP's decoder and Hummingbird.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var state: ConnectionState
    private var timer: Scheduled<Void>?
    /// When the timer looks again.
    private var timerDeadline: Int64 = .max
    private var isClosing = false

    init(idleTimeout: Duration, bodyTimeout: Duration) {
        state = ConnectionState(
            idleTimeout: TimeAmount(idleTimeout).nanoseconds, bodyTimeout: TimeAmount(bodyTimeout).nanoseconds,
            now: Self.now)
    }

    private static var now: Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }

    func handlerAdded(context: ChannelHandlerContext) { schedule(context) }

    func handlerRemoved(context: ChannelHandlerContext) { cancelTimer() }

    func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        cancelTimer()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(var head):
            state.head(now: Self.now)
            // Without a host it is HTTP/1.0, whose senders may take the end of the connection for that of the answer.
            let closes = head.headerFields[.connection]?.lowercased().contains("close") ?? (head.authority == nil)
            if closes { head.headerFields[.connection] = "close" }
            keepTimer(context)
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(let buffer):
            let (passes, action) = state.body(buffer.readableBytes)
            if passes { context.fireChannelRead(data) }
            perform(action, context)
        case .end:
            let action = state.end(now: Self.now)
            keepTimer(context)
            if action == .nothing { context.fireChannelRead(data) }
            perform(action, context)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind != .informational:
            state.answerHead(closes: head.headerFields[.connection] == "close")
            context.write(data, promise: promise)
        case .end:
            let action = state.answerEnd(now: Self.now)
            keepTimer(context)
            guard action != .nothing else {
                context.write(data, promise: promise)
                return
            }
            let written = promise ?? context.eventLoop.makePromise()
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            written.futureResult.whenComplete { _ in
                let (handler, context) = bound.value
                handler.perform(action, context)
            }
            context.writeAndFlush(data, promise: written)
        case .head, .body:
            context.write(data, promise: promise)
        }
    }

    private func perform(_ action: ConnectionState.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .nothing: break
        case .reportSlowBody: context.fireErrorCaught(SlowBody())
        case .linger:
            context.close(mode: .output, promise: nil)
            // Nobody reads the rest of the body for us: see to it that it is read.
            context.read()
        case .close:
            isClosing = true
            cancelTimer()
            context.close(promise: nil)
        }
    }

    /// The deadline mostly moves on, and the timer then only looks again; when it has come nearer, the timer is set anew.
    private func keepTimer(_ context: ChannelHandlerContext) {
        guard !isClosing, state.deadline < timerDeadline else { return }
        cancelTimer()
        schedule(context)
    }

    private func schedule(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timerDeadline = state.deadline
        timer = context.eventLoop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(clamping: state.deadline))) {
            let (handler, context) = bound.value
            handler.timer = nil
            handler.timerDeadline = .max
            handler.perform(handler.state.tick(now: ConnectionHandler.now), context)
            if !handler.isClosing { handler.keepTimer(context) }
        }
    }

    private func cancelTimer() {
        timer?.cancel()
        timer = nil
        timerDeadline = .max
    }
}
