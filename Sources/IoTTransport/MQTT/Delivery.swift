import Glibc
public import Logging
import Synchronization

/// Publishes what the spool holds to an MQTT broker at QoS 1, in order, and reports each PUBACK back.
///
/// One thread owns the connection. Each session has a client of its own, and what was not acknowledged when a session
/// ends is published again in the next one, byte for byte.
public final class Delivery: Sendable {
    private let spool: Spool
    private let broker: BrokerSettings
    private let candidate: BrokerCandidate?
    private let settings: DeliverySettings
    private let filter: LiveFilter
    private let shadow: ShadowSettings?
    private let rejectedTopic: String?
    private let logger: Logger
    private let control: DeliveryControl

    /// Connects nothing and starts nothing.
    ///
    /// - Parameters:
    ///   - candidate: tried before `broker`, and put in its place once it has a CONNACK.
    ///   - filter: what events meet when they leave; the shadow changes it, and what it holds now is the default for
    ///     what the shadow never said.
    ///   - shadow: nil to do without.
    ///   - rejectedTopic: where the platform reports telemetry that it rejects; nil when it does not.
    public init(
        spool: Spool, broker: BrokerSettings, candidate: BrokerCandidate? = nil, settings: DeliverySettings,
        filter: LiveFilter = LiveFilter(), shadow: ShadowSettings? = nil, rejectedTopic: String? = nil, logger: Logger
    ) {
        self.spool = spool
        self.broker = broker
        self.candidate = candidate
        self.settings = settings
        self.filter = filter
        self.shadow = shadow
        self.rejectedTopic = rejectedTopic
        self.logger = logger
        control = DeliveryControl(endpoint: broker.endpoint)
    }

    /// Applies what the shadow said last, then starts the thread, which connects and publishes until
    /// ``stop(within:)``. Once only; the spool must be open.
    ///
    /// From here on the process ignores SIGPIPE, since a broker that goes away would end it.
    public func start() {
        let isFirst = control.state.withLock { state in
            defer { state.started = true }
            return !state.started
        }
        guard isFirst else { return }
        signal(SIGPIPE, SIG_IGN)
        let fallback = filter.current
        let (state, fault) = shadow.map { ShadowStateFile(path: $0.statePath).load() } ?? (ShadowState(), nil)
        if let fault { logger.warning("shadow: \(fault); the configuration's filter holds until it answers") }
        filter.apply(state.filter(over: fallback))
        do {
            let wakeup = try Wakeup()
            control.state.withLock { $0.wakeup = wakeup }
            let generation = spool.attach(wakeup)
            let thread = try OwnedThread(name: "delivery") {
                [spool, control, broker, candidate, settings, filter, shadow, rejectedTopic, logger] in
                var shadowLogger = logger
                shadowLogger[metadataKey: "component"] = "shadow"
                let file = shadow.map { ShadowStateFile(path: $0.statePath) }
                let side = SideTraffic(
                    thing: broker.clientID, settings: shadow, rejectedTopic: rejectedTopic, fallback: fallback,
                    state: state, filter: filter, logger: shadowLogger
                ) { (state) throws(SystemFault) in try file?.store(state) }
                DeliveryWorker(
                    spool: spool, generation: generation, control: control, wakeup: wakeup,
                    choice: BrokerChoice(present: broker, candidate: candidate), settings: settings, filter: filter,
                    side: side, logger: logger
                ).run()
            }
            // It may hang in a name look-up for as long as the resolver likes, so nobody ever waits for its end.
            thread.detach()
        } catch {
            logger.error("\(broker.endpoint): delivery cannot start: \(error)")
            control.state.withLock { $0.snapshot.lastFault = "\(error)" }
            control.finish()
        }
    }

    /// How it is doing; cheap.
    public func snapshot() -> DeliverySnapshot {
        control.snapshot()
    }

    /// Returns when everything in the spool has been acknowledged.
    ///
    /// - Throws: `CancellationError`; ``SpoolError/notOpen`` when the spool closes before.
    public func drained() async throws {
        try await spool.drained()
    }

    /// Stops publishing, waits at most `limit` for the PUBACKs in flight and disconnects.
    ///
    /// Never takes longer, also when the thread hangs in a connection attempt. Close the spool after it, so that the
    /// last PUBACKs are stored.
    public func stop(within limit: Duration) async {
        // The thread gets a little less, to say goodbye in time.
        let span = MonotonicTime.nanoseconds(limit) / 10 * 9
        let (wakeup, started) = control.state.withLock { state in
            if state.stopBy == nil { state.stopBy = MonotonicTime.now() + span }
            return (state.wakeup, state.started)
        }
        guard started else { return }
        wakeup?.signal()
        await control.waitForExit(limit)
    }
}
