import AdapterAPI
import IoTTransport
import Logging
import Pipeline
import Synchronization

/// The sources of a running host, each with its way into the spool, and how they change while it runs.
final class RunningSources: Sendable {
    let reports: SourceReports
    let fleet = SourceFleet()
    private let spool: Spool
    /// What the status says of them, by their ids.
    private let facts = Mutex<[String: HostFacts.Press]>([:])
    private let sinks = Mutex<[String: SpoolSink]>([:])
    /// Makes the ways into the spool for all sources of a configuration.
    private let makeSinks: @Sendable (ConfigurationLoader.Loaded) -> [String: SpoolSink]
    private let stopsWhenIdle: Bool
    private let logger: Logger

    /// Starts nothing.
    init(
        _ configuration: ConfigurationLoader.Loaded, spool: Spool, stopsWhenIdle: Bool, logger: Logger,
        makeSinks: @escaping @Sendable (ConfigurationLoader.Loaded) -> [String: SpoolSink]
    ) {
        reports = SourceReports(configuration.presses.map(\.id))
        self.spool = spool
        self.stopsWhenIdle = stopsWhenIdle
        self.logger = logger
        self.makeSinks = makeSinks
    }

    /// A source's way into the spool; nil for one that is not configured.
    @Sendable func sink(of id: String) -> SpoolSink? { sinks.withLock { $0[id] } }

    /// What the configuration says of a source; its id alone for one that is not configured.
    func facts(of id: String) -> HostFacts.Press {
        facts.withLock { $0[id] } ?? HostFacts.Press(id: id, adapter: "unknown")
    }

    /// Starts all sources, once.
    func start(_ configuration: ConfigurationLoader.Loaded) {
        let made = makeSinks(configuration)
        sinks.withLock { $0 = made }
        facts.withLock { $0 = HostFacts.presses(configuration) }
        fleet.start(configuration.presses.compactMap { press in made[press.id].map { supervisor(press, $0) } })
    }

    /// Goes over to another configuration: some end, some begin, some start again from their checkpoints, and all others do
    /// not notice. Returns at once; who must wait for a former one to end does so by itself.
    func change(to configuration: ConfigurationLoader.Loaded, _ plan: ReloadPlan) {
        let anew = Set(plan.started + plan.restarted)
        for id in plan.stopped + plan.restarted { fleet.leave(id) }
        let made = makeSinks(configuration)
        sinks.withLock { sinks in
            let former = sinks
            sinks = made.reduce(into: [:]) {
                $0[$1.key] = anew.contains($1.key) ? $1.value : former[$1.key] ?? $1.value
            }
        }
        facts.withLock { $0 = HostFacts.presses(configuration) }
        reports.change(to: configuration.presses.map(\.id), anew: anew)
        for press in configuration.presses where anew.contains(press.id) {
            guard let sink = made[press.id] else { continue }
            reports.state(of: press.id).note(.working(on: "waits for its former run to end"))
            fleet.start(supervisor(press, sink)) { [spool] in
                // What the former run sent is remembered on disk, where the new one looks for repeats.
                try? await spool.flush(source: press.id)
            }
        }
    }

    private func supervisor(_ press: PressConfiguration, _ sink: SpoolSink) -> SourceSupervisor {
        var logger = logger.of(.sources)
        logger[metadataKey: "press"] = "\(press.id)"
        return SourceSupervisor(
            press: press, logger: logger, sink: sink,
            checkpoint: { [spool] in try spool.checkpoint(of: press.id) },
            stopsWhenIdle: stopsWhenIdle, state: reports.state(of: press.id))
    }
}
