import CMosquitto
import Glibc
import Logging
import Synchronization

/// The body of the delivery thread: sessions one after the other, each with a client of its own. A thin shell: connections,
/// `poll` and log lines; what happens is decided in ``DeliveryCore``.
final class DeliveryWorker {
    private let spool: Spool
    private let generation: Int
    private let control: DeliveryControl
    private let wakeup: Wakeup
    private let window: Int
    private let side: SideTraffic
    private let logger: Logger
    private let core: DeliveryCore
    private var choice: BrokerChoice
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
        self.side = side
        self.logger = logger
        window = settings.window
        core = DeliveryCore(
            spool: spool, generation: generation, settings: settings, filter: filter, side: side)
    }

    func run() {
        while control.stopBy == nil, let retry = session() {
            if let letter = retry.givenUp {
                logger.error("an event is given up and now a dead letter: \(letter.reason) (\(letter.origin))")
            }
            failed(retry.fault, retry.delay)
            choice.failed(retry.fault.description)
            pause(until: MonotonicTime.now() + retry.delay)
        }
        spool.detach(generation: generation)
        control.finish()
    }

    /// Connects and publishes. Nil when it was stopped.
    private func session() -> DeliveryEngine.Retry? {
        let opening = SessionOpening(
            broker: choice.broker, window: window, wakeup: wakeup,
            isStopping: { [control] in control.stopBy != nil })
        do {
            guard let client = try opening.open() else { return nil }
            established()
            core.connected(client, MonotonicTime.now())
            let fault = converse(client)
            let retry = core.ended(
                fault, clientID: choice.broker.clientID, now: MonotonicTime.now(), chance: chance())
            report()
            return retry
        } catch {
            return core.refused(error, chance: chance())
        }
    }

    /// Turns until the session ends. Nil when it was stopped, else why it ended.
    private func converse(_ client: borrowing MosquittoClient) -> DeliveryFault? {
        while true {
            switch core.turn(client, MonotonicTime.now(), stopBy: control.stopBy) {
            case .stopped: return nil
            case .ended(let fault): return fault
            case .wait(let until):
                report()
                let code = exchange(client, until)
                core.take(client.events)
                if code != 0 { return MosquittoClient.lost(code) }
            }
        }
    }

    /// Waits for the broker, the spool or the moment; moves bytes both ways. 0 while the session lasts.
    private func exchange(_ client: borrowing MosquittoClient, _ until: Nanoseconds) -> Int32 {
        let socket = client.socket
        guard socket >= 0 else { return Int32(MOSQ_ERR_CONN_LOST.rawValue) }
        let wanted = POLLIN | (client.wantsWrite ? POLLOUT : 0)
        let timeout = Polling.milliseconds(until - MonotonicTime.now())
        let seen = withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { watched in
            watched[0] = pollfd(fd: socket, events: Int16(wanted), revents: 0)
            watched[1] = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(watched.baseAddress, 2, timeout) > 0 else { return Int32(0) }
            if watched[1].revents != 0 { wakeup.clear() }
            return Int32(watched[0].revents)
        }
        var code: Int32 = 0
        if seen & ~POLLOUT != 0 { code = client.read() }
        if code == 0, seen & POLLOUT != 0 { code = client.write() }
        return code
    }

    private func chance() -> Double { Double.random(in: 0..<1, using: &random) }

    private func established() {
        logger.info("\(choice.broker.endpoint): connected as \(choice.broker.clientID)")
        choice.connected()
        let endpoint = choice.broker.endpoint
        control.state.withLock { state in
            state.snapshot.endpoint = endpoint
            state.snapshot.isConnected = true
            state.snapshot.sessions += 1
            state.snapshot.lastFault = nil
            state.snapshot.fault = nil
            state.nextTry = nil
        }
    }

    /// One line for one failure: where, what class, what exactly, when next.
    private func failed(_ fault: DeliveryFault, _ delay: Nanoseconds) {
        let line = "\(choice.broker.endpoint): \(fault); next try in \(MonotonicTime.seconds(delay))"
        logger.warning("\(line)")
        control.state.withLock { state in
            state.snapshot.isConnected = false
            state.snapshot.inFlight = 0
            state.snapshot.lastFault = line
            state.snapshot.fault = fault
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

    private func report() {
        let (inFlight, acknowledged) = (core.inFlight, core.acknowledged)
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
