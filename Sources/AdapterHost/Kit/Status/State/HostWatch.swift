import AdapterAPI
import IoTTransport
import Synchronization

/// Gathers what the host knows of itself. It looks once a second, which costs next to nothing; a whole ``HostState`` is
/// made only for who asks for one.
final class HostWatch: Sendable {
    private struct State {
        var presses: [ObjectIdentifier: PressWatch] = [:]
        var acknowledged = RateHistory()
        var rejected = 0
        var lastRejected: Int64?
        var lastLook: Int64
    }

    let facts: HostFacts
    private let spool: Spool
    private let delivery: Delivery
    private let filter: LiveFilter
    private let sources: RunningSources
    private let disk: DiskLook
    private let before: SpoolCounters
    private let startedAt: Int64
    private let origin: ContinuousClock.Instant
    private let state: Mutex<State>

    /// A host whose look is older than this does not live any more.
    static let longestPause: Int64 = 15

    init(_ facts: HostFacts, spool: Spool, delivery: Delivery, filter: LiveFilter, sources: RunningSources) {
        self.facts = facts
        self.spool = spool
        self.delivery = delivery
        self.filter = filter
        self.sources = sources
        disk = DiskLook(spoolPath: facts.spoolPath, certificate: facts.certificate)
        before = spool.counters()
        startedAt = AdapterClock.system.now().seconds
        origin = .now
        state = Mutex(State(lastLook: 0))
    }

    private var now: Int64 { (ContinuousClock.now - origin).components.seconds }

    /// Whether the host looked after itself lately.
    var isAlive: Bool { state.withLock { now - $0.lastLook } < Self.longestPause }

    /// To be called once a second.
    func look() {
        let now = now
        let (acknowledged, rejected) = (spool.counters().acknowledged, delivery.snapshot().rejectedTelemetry)
        let records = sources.reports.states.map { (ObjectIdentifier($0), $0.records) }
        state.withLock { state in
            state.lastLook = now
            state.acknowledged.note(total: acknowledged, now: now)
            let former = state.presses
            // Those that are gone are forgotten.
            state.presses = [:]
            for (source, count) in records {
                var watch = former[source] ?? PressWatch(now: now)
                watch.note(records: count, now: now)
                state.presses[source] = watch
            }
            if rejected != state.rejected { state.lastRejected = now }
            state.rejected = rejected
        }
    }

    /// The host as it is now. Waits at most ``DiskLook/patience``.
    func snapshot() async -> HostState {
        let sight = await disk.sight()
        let now = now
        let known = state.withLock { $0 }
        let wall = AdapterClock.system.now().seconds
        let snapshot = delivery.snapshot()
        let counters = spool.counters()
        var connection = HostState.Connection(facts, snapshot)
        connection.sinceRejected = known.lastRejected.map { now - $0 }
        connection.rate = known.acknowledged.rate
        connection.history = known.acknowledged.rates
        return HostState(
            version: HostVersion.text, user: facts.user, startedAt: startedAt, at: wall, connection: connection,
            shadow: HostState.Shadow(
                snapshot.shadow, filter: filter.current, configured: facts.filter, counters: counters),
            spool: HostState.Spool(
                facts, counters, before: before, sight: sight, block: spool.block, reason: spool.blockReason),
            presses: sources.reports.states.map {
                let watch = known.presses[ObjectIdentifier($0)] ?? PressWatch(now: now)
                return HostState.Press($0.sight, sources.facts(of: $0.id), watch, now: now)
            },
            deadLetters: (sight.overview?.deadLetterKinds ?? []).map {
                .init(source: $0.source, code: $0.code, count: $0.count, reason: $0.reason, origin: $0.origin)
            }, certificate: sight.certificate, clockLead: snapshot.shadow.serviceClock?.lead(ofWall: wall))
    }
}
