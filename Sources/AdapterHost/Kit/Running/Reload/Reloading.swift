import Logging
import Synchronization

/// Reads the configuration of a running host again when somebody asks. One with faults is refused, and what runs stays.
final class Reloading: Sendable {
    /// Where new configurations come from.
    struct Source: Sendable {
        let requests: ReloadRequests
        /// Reads all files anew, and finds all faults.
        let load: @Sendable () -> Result<ConfigurationLoader.Loaded, ConfigurationFaults>
        /// Told of each configuration that was taken, for what is the process's own: its log.
        var taken: @Sendable (HostConfiguration) -> Void = { _ in }
    }

    private let source: Source
    private let sources: RunningSources
    private let started: ConfigurationPrints
    private let present: Mutex<ConfigurationLoader.Loaded>
    private let logger: Logger
    /// Told before and after each reading, as a service manager wants to be.
    private let notice: @Sendable (Phase) -> Void

    enum Phase: Sendable { case begins, ends }

    /// Between two looks at the files.
    private static let pause = Duration.seconds(1)

    init(
        _ source: Source, running configuration: ConfigurationLoader.Loaded, sources: RunningSources, logger: Logger,
        notice: @escaping @Sendable (Phase) -> Void = { _ in }
    ) {
        self.source = source
        self.sources = sources
        self.logger = logger
        self.notice = notice
        started = configuration.prints
        present = Mutex(configuration)
    }

    /// Serves what is asked for until it is cancelled.
    func serve() async {
        for await reason in source.requests.reasons {
            notice(.begins)
            reload(reason)
            notice(.ends)
        }
    }

    /// Asks by itself when a file has changed, while `reload: onChange` holds. Runs until it is cancelled.
    func watch() async {
        var watch: ConfigurationWatch?
        while !Task.isCancelled {
            let configuration = present.withLock { $0 }
            if configuration.host.reload == .onChange {
                let stamp = ConfigurationStamp(of: configuration.watched())
                if watch == nil { watch = ConfigurationWatch(stamp) }
                if let changed = watch?.look(stamp) {
                    source.requests.ask("changed: \(changed.joined(separator: ", "))")
                }
            } else {
                watch = nil
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func reload(_ reason: String) {
        logger.notice("reload: reads the configuration again (\(reason))")
        switch source.load() {
        case .failure(let faults):
            for fault in faults.faults { logger.error("reload: \(fault)") }
            let count = faults.faults.count == 1 ? "1 fault" : "\(faults.faults.count) faults"
            logger.error("reload: refused (\(count)): the host goes on with the configuration that it has")
        case .success(let fresh):
            let plan = present.withLock { present in
                let plan = ReloadPlan(from: present.prints, startedWith: started, to: fresh.prints)
                // Sources are built on what holds until the next start, but for what is part of their events.
                var next = present
                next.host.header = fresh.host.header
                next.host.sender = fresh.host.sender
                next.host.reload = fresh.host.reload
                next.host.presses = fresh.host.presses
                next.presses = fresh.presses
                next.prints = fresh.prints
                present = next
                sources.change(to: next, plan)
                return plan
            }
            source.taken(fresh.host)
            logger.notice("reload: done: \(plan.text)")
        }
    }
}
