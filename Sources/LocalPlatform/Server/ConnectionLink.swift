import NIOCore
import Synchronization

/// How the platform reaches a connection's socket, from any thread.
final class ConnectionLink: Sendable {
    private struct State {
        var lastDue = NIODeadline.uptimeNanoseconds(0)
        var pauses = 0
        var isStopped = false
        var isWritable = true
        var isReading = true
    }

    private let channel: any Channel
    private let state = Mutex(State())

    init(channel: any Channel) { self.channel = channel }

    /// Sends, in the order of the calls, after a delay in nanoseconds.
    func send(_ buffer: ByteBuffer, delay: Int64) {
        let channel = channel
        guard let due = due(delay) else { return channel.writeAndFlush(buffer, promise: nil) }
        channel.eventLoop.scheduleTask(deadline: due) { channel.writeAndFlush(buffer, promise: nil) }
    }

    /// Closes, behind what was sent or at once.
    func close(atOnce: Bool) {
        let channel = channel
        guard !atOnce, let due = due(0) else { return channel.close(promise: nil) }
        channel.eventLoop.scheduleTask(deadline: due) { channel.close(promise: nil) }
    }

    /// Nil for now.
    private func due(_ delay: Int64) -> NIODeadline? {
        state.withLock { state in
            let now = NIODeadline.now()
            guard delay > 0 || state.lastDue > now else { return nil }
            state.lastDue = max(state.lastDue + .nanoseconds(1), now + .nanoseconds(delay))
            return state.lastDue
        }
    }

    /// Reads nothing for so many nanoseconds.
    func pause(nanoseconds: Int64) {
        change { $0.pauses += 1 }
        channel.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) { self.change { $0.pauses -= 1 } }
    }

    func setStopped(_ isStopped: Bool) { change { $0.isStopped = isStopped } }

    /// A peer that does not take its answers is not read from.
    func setWritable(_ isWritable: Bool) { change { $0.isWritable = isWritable } }

    private func change(_ body: (inout State) -> Void) {
        let isReading = state.withLock { state -> Bool? in
            body(&state)
            let isReading = state.pauses == 0 && !state.isStopped && state.isWritable
            guard isReading != state.isReading else { return nil }
            state.isReading = isReading
            return isReading
        }
        guard let isReading else { return }
        channel.setOption(ChannelOptions.autoRead, value: isReading).whenComplete { _ in }
    }
}
