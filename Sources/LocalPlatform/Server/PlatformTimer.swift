import NIOCore

/// What happens by itself: silent clients are cut, readers of the stream get the state and heartbeats.
final class PlatformTimer {
    static let interval = TimeAmount.milliseconds(250)
    /// Every so many intervals.
    private static let stateEvery = 2
    private static let heartbeatEvery = 60

    private let engine: PlatformEngine
    private let api: PlatformAPI
    private var turn = 0
    private var shown = -1
    private var wasBusy = false

    private init(_ engine: PlatformEngine, _ api: PlatformAPI) {
        self.engine = engine
        self.api = api
    }

    static func start(on loop: any EventLoop, engine: PlatformEngine, api: PlatformAPI) -> RepeatedTask {
        loop.scheduleRepeatedTask(
            initialDelay: interval, delay: interval, notifying: nil,
            { [timer = NIOLoopBoundBox.makeBoxSendingValue(PlatformTimer(engine, api), eventLoop: loop)] _ in
                timer.value.fire()
            })
    }

    private func fire() {
        turn += 1
        let (generation, isBusy) = engine.perform { core, now in
            core.tick(now: now)
            return (core.generation, core.eventRate.perSecond(now: now.monotonic) > 0)
        }
        guard api.streams.hasReaders else { return }
        if turn % Self.heartbeatEvery == 0 { api.streams.send(EventStreams.heartbeat) }
        // A rate that falls is a change, too.
        guard turn % Self.stateEvery == 0, generation != shown || isBusy || wasBusy else { return }
        shown = generation
        wasBusy = isBusy
        api.streams.send("state", api.state())
    }
}
