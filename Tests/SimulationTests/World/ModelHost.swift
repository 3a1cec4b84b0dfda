import AdapterAPI
import Logging
import Synchronization
import TestServers

@testable import IoTTransport
@testable import Pipeline

/// A host from its start to its end or its kill: the types that the real one links, on models of disk, broker and time.
final class ModelHost {
    /// How delivery stands.
    enum Connection {
        case offline(until: Nanoseconds)
        case session(ModelLink, due: Nanoseconds)
    }

    static let thing = "host"
    static let topic = "t"

    let spool: Spool
    let store: ModelStore
    let clock: SimulationClock
    var connection = Connection.offline(until: 0)
    private let worker: SpoolWorker
    private let wakeup: Wakeup
    private let core: DeliveryCore
    private let executor = ManualExecutor()
    private var tasks: [Task<Void, any Error>] = []
    private(set) var storeDue: Nanoseconds? = 0
    private(set) var hasEnded = false

    init(_ plan: Plan, _ disk: ModelDisk, _ clock: SimulationClock, canary: Canary?, random: Seeded) throws {
        let store = ModelStore(disk, canary: canary)
        let quiet = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        let settings = SpoolSettings(
            path: "model", maxBytes: plan.maxBytes, memoryBytes: plan.memoryBytes, deliveryBytes: 100_000,
            deliveryEvents: plan.deliveryEvents)
        nonisolated(unsafe) let shared = store
        spool = Spool(settings, logger: quiet, clock: clock.transport) { _, _ in (shared, shared.disk.contents) }
        worker = try spool.openStore()
        wakeup = try Wakeup()
        let filter = LiveFilter()
        let state = disk.shadow
        filter.apply(state.filter(over: EventFilter()))
        let side = SideTraffic(
            thing: Self.thing, settings: ShadowSettings(statePath: ""), rejectedTopic: nil, fallback: EventFilter(),
            state: state, filter: filter, random: random, logger: quiet
        ) { state in if !shared.isGone { shared.disk.shadow = state } }
        core = DeliveryCore(
            spool: spool, generation: spool.attach(wakeup),
            settings: DeliverySettings(window: plan.window, rate: plan.rate), filter: filter, side: side
        )
        self.store = store
        self.clock = clock
        var seeds = random
        for source in 0..<plan.sources {
            let reader = ModelSource(
                id: "s\(source)", records: plan.records, hasPoison: plan.hasPoison && source == 0,
                seed: seeds.next())
            let sink = SpoolSink(
                spool: spool, source: reader.id, topic: Self.topic,
                mapper: EventMapper(
                    sourceID: reader.id, assets: ModelSource.assets,
                    sender: Sender(id: "s", type: "prinect", connectionDeviceID: "c"), filter: EventFilter(),
                    largestEvent: Record.largest),
                filter: filter, clock: clock.adapter)
            tasks.append(
                Task(executorPreference: executor) { [spool] in
                    try await reader.run(sink, from: try spool.checkpoint(of: reader.id))
                })
        }
    }

    /// Sources go on as far as they can.
    func runSources() -> Bool { executor.drain() }

    /// The spool's thread does one thing.
    func runStore() -> Bool {
        switch worker.step() {
        case .worked: return true
        case .idle(let until): storeDue = until
        case .ended: hasEnded = true
        }
        return false
    }

    /// Delivery takes a turn in its session, or connects. Whether anything came of it.
    func runDelivery(_ connect: () -> ModelLink?, chance: Double) -> Bool {
        switch connection {
        case .offline(let until):
            guard clock.now >= until else { return false }
            if let link = connect() {
                core.connected(link, clock.now)
                connection = .session(link, due: clock.now)
            } else {
                let retry = core.refused(DeliveryFault(.tcp, "refused"), chance: chance)
                connection = .offline(until: clock.now + retry.delay)
            }
            return true
        case .session(let link, _):
            core.take(link.events)
            let before = (link.outgoing.count, core.acknowledged)
            switch core.turn(link, clock.now, stopBy: nil) {
            case .wait(let until): connection = .session(link, due: until)
            case .ended(let fault): end(fault, chance)
            case .stopped: end(nil, chance)
            }
            return before != (link.outgoing.count, core.acknowledged)
        }
    }

    /// The broker or the network ended the session.
    func cut(chance: Double) {
        guard case .session(let link, _) = connection else { return }
        core.take(link.events)
        end(DeliveryFault(.lost, "cut"), chance)
    }

    private func end(_ fault: DeliveryFault?, _ chance: Double) {
        let retry = core.ended(fault, clientID: Self.thing, now: clock.now, chance: chance)
        connection = .offline(until: clock.now + (retry?.delay ?? 0))
    }

    /// The process ends here. What it leaves on disk.
    func kill(ghost: Bool) -> ModelDisk {
        let disk = ghost ? store.ghost ?? store.disk : store.disk
        store.isGone = true
        for task in tasks { task.cancel() }
        spool.mailbox.shared.withLock { if $0.phase == .open { $0.phase = .closing } }
        while !hasEnded { _ = runStore() }
        executor.drain()
        return disk
    }
}
