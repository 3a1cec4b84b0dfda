import Glibc
import Logging
import Synchronization

/// The body of the delivery thread: sessions one after the other, each with a client of its own.
final class DeliveryWorker {
    let spool: Spool
    let generation: Int
    let control: DeliveryControl
    let wakeup: Wakeup
    var broker: BrokerSettings { choice.broker }
    let settings: DeliverySettings
    let filter: LiveFilter
    let side: SideTraffic
    let logger: Logger
    var window: DeliveryWindow
    var acknowledged = 0
    /// Which filter the window has.
    var filterGeneration = 0
    private var choice: BrokerChoice
    private var backoff: ReconnectBackoff
    private var random = SystemRandomNumberGenerator()

    init(
        spool: Spool, generation: Int, control: DeliveryControl, wakeup: Wakeup, choice: BrokerChoice,
        settings: DeliverySettings, filter: LiveFilter, side: SideTraffic, logger: Logger
    ) {
        self.spool = spool
        self.generation = generation
        self.control = control
        self.wakeup = wakeup
        self.choice = choice
        self.settings = settings
        self.filter = filter
        self.side = side
        self.logger = logger
        window = DeliveryWindow(settings)
        let broker = choice.broker
        backoff = ReconnectBackoff(
            minimum: MonotonicTime.nanoseconds(broker.minimumRetry),
            maximum: MonotonicTime.nanoseconds(broker.maximumRetry),
            refusal: MonotonicTime.nanoseconds(broker.refusalRetry))
    }

    func run() {
        while control.stopBy == nil {
            let opening = SessionOpening(
                broker: broker, window: settings.window, wakeup: wakeup,
                isStopping: { [control] in control.stopBy != nil })
            let delay: Nanoseconds
            let fault: DeliveryFault
            do {
                guard let client = try opening.open() else { break }
                let start = MonotonicTime.now()
                established()
                side.connected(client, start)
                let end = converse(client)
                side.disconnected(MonotonicTime.now())
                report()
                window.sessionEnded()
                spool.acknowledge(prefixes: window.prefixes)
                guard let end else { break }
                fault = end
                delay = backoff.sessionEnded(after: MonotonicTime.now() - start, random: chance())
            } catch {
                fault = error
                delay = backoff.connectFailed(refused: error.isRefusal, random: chance())
            }
            failed(fault, delay)
            // Without effect once there was a CONNACK.
            choice.failed(fault.description)
            pause(until: MonotonicTime.now() + delay)
        }
        spool.detach(generation: generation)
        control.finish()
    }

    private func chance() -> Double { Double.random(in: 0..<1, using: &random) }

    private func established() {
        logger.info("\(broker.endpoint): connected as \(broker.clientID)")
        choice.connected()
        let endpoint = broker.endpoint
        control.state.withLock { state in
            state.snapshot.endpoint = endpoint
            state.snapshot.isConnected = true
            state.snapshot.sessions += 1
            state.snapshot.lastFault = nil
            state.nextTry = nil
        }
    }

    /// One line for one failure: where, what class, what exactly, when next.
    private func failed(_ fault: DeliveryFault, _ delay: Nanoseconds) {
        let line = "\(broker.endpoint): \(fault); next try in \(MonotonicTime.seconds(delay))"
        logger.warning("\(line)")
        control.state.withLock { state in
            state.snapshot.isConnected = false
            state.snapshot.inFlight = 0
            state.snapshot.lastFault = line
            state.nextTry = MonotonicTime.now() + delay
        }
    }

    /// Sleeps; only a stop ends it early.
    private func pause(until moment: Nanoseconds) {
        while control.stopBy == nil {
            let left = moment - MonotonicTime.now()
            if left <= 0 { return }
            var watched = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&watched, 1, Polling.milliseconds(left)) > 0 { wakeup.clear() }
        }
    }

    /// Passes on what is complete.
    func report() {
        let completed = window.takeCompleted()
        if !completed.isEmpty { spool.release(completed, generation: generation) }
        let (inFlight, acknowledged) = (window.inFlight, self.acknowledged)
        let news = side.takeHasNews() ? (shadow: side.status, rejected: side.rejectedTelemetry) : nil
        control.state.withLock { state in
            state.snapshot.inFlight = inFlight
            state.snapshot.acknowledged = acknowledged
            if let news {
                state.snapshot.shadow = news.shadow
                state.snapshot.rejectedTelemetry = news.rejected
            }
        }
    }
}
