import AdapterAPI
import Certificates
import Glibc
import IoTTransport
import Logging
import Pipeline

/// A running host: the spool, delivery, and a supervisor for each source.
struct Host {
    let configuration: ConfigurationLoader.Loaded
    let logger: Logger
    /// Whether to end once everything that lies in the folders has been delivered.
    let runsOnce: Bool
    /// Who is told that the host is ready, alive, and stops.
    let service: ServiceManager
    /// Where new configurations come from while it runs; nil when none do.
    var reload: Reloading.Source?

    /// Runs until cancelled (or until done, with ``runsOnce``), then stops as ``Shutdown`` does. Returns the last counters.
    func run() async throws -> HostStatus {
        let host = configuration.host
        let lock = try StateLock(folder: host.state)
        defer { withExtendedLifetime(lock) {} }
        let identity = try openIdentity()
        defer { withExtendedLifetime(identity) {} }
        let spool = Spool(host.spoolSettings, logger: logger.of(.spool))
        try spool.open()
        let filter = LiveFilter(host.filter)
        let tap = EventTap()
        let sources = RunningSources(configuration, spool: spool, stopsWhenIdle: runsOnce, logger: logger) {
            $0.sinks(spool: spool, filter: filter, tap: tap)
        }
        let reports = sources.reports
        let broker = identity?.broker ?? host.broker
        let delivery = Delivery(
            spool: spool, broker: broker, candidate: identity?.candidate, settings: host.delivery, filter: filter,
            shadow: shadowSettings(spool, reports), rejectedTopic: rejectedTopic(for: broker),
            logger: logger.of(.delivery))
        delivery.start()
        logger.info(
            "started",
            metadata: [
                "presses": "\(configuration.presses.count)", "broker": "\(host.broker.endpoint)",
                "topic": "\(host.topic)", "process": "\(getpid())",
            ])
        let before = spool.counters()
        let fleet = sources.fleet
        sources.start(configuration)
        let watch = HostWatch(
            HostFacts(configuration, broker: broker), spool: spool, delivery: delivery, filter: filter,
            sources: sources)
        let server = host.status.map { StatusServer($0, api($0, watch, tap), logger: logger) }
        server?.start()
        defer { server?.stop() }
        service.ready()
        let heartbeat = Heartbeat()
        let watchdog = Task { await Watchdog(service: service, heartbeat: heartbeat, logger: logger).run() }
        defer { watchdog.cancel() }
        await withTaskGroup { group in
            group.addTask {
                await StatusLine(
                    spool: spool, delivery: delivery, reports: reports, stalledAfter: host.stalledAfter,
                    service: service, heartbeat: heartbeat, logger: logger, watch: watch
                ).run()
            }
            group.addTask {
                let desk = DeadLetterDesk(spool: spool, sink: sources.sink)
                await RequestDesk(spool: spool, desk: desk, logger: logger).run()
                // Only the sources' end ends the host.
                while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
            }
            if let reload {
                let service = service
                let reloading = Reloading(reload, running: configuration, sources: sources, logger: logger) { phase in
                    switch phase {
                    case .begins: service.reloading()
                    case .ends: service.ready()
                    }
                }
                group.addTask {
                    await reloading.serve()
                    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
                }
                group.addTask { await reloading.watch() }
            }
            if let platform = host.platform {
                group.addTask { await ExpiryReminder(storeFolder: platform.storeFolder, logger: logger).run() }
            }
            group.addTask {
                await fleet.ended()
                if runsOnce {
                    // What they have sent is still on its way.
                    try? await delivery.drained()
                } else {
                    // Sources that have ended do not end the host: what they sent must still be delivered.
                    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
                }
            }
            // Status line and reminder never end by themselves: the sources' task decides.
            await group.next()
            group.cancelAll()
        }
        logger.info("stopping")
        heartbeat.end()
        service.stopping(atMost: host.shutdownTimeout + Shutdown.closing + Shutdown.closing)
        let shutdown = Shutdown(
            fleet: fleet, delivery: delivery, spool: spool, limit: host.shutdownTimeout, logger: logger)
        // In a task of its own, since this one is cancelled as a rule and waits for nothing any more.
        let unfinished = await Task { await shutdown.run() }.value
        let status = HostStatus(
            before: before, counters: spool.counters(), delivery: delivery.snapshot(), sources: reports.all,
            allEnded: fleet.allGood, unfinished: unfinished)
        logger.info("stopped", metadata: status.metadata)
        return status
    }

    private func api(_ choice: StatusChoice, _ watch: HostWatch, _ tap: EventTap) -> StatusAPI {
        StatusAPI(
            access: StatusAccess(choice), watch: watch, tap: tap,
            letters: DeadLetterRoom(spoolPath: configuration.host.spoolPath))
    }

    /// Which shadow to follow, and what to say in the host's own one.
    private func shadowSettings(_ spool: Spool, _ reports: SourceReports) -> ShadowSettings? {
        guard case .on(let name) = configuration.host.shadow else { return nil }
        let notAfter = configuration.host.platform?.inspection.certificate?.notAfter
        return ShadowSettings(name: name, statePath: configuration.host.state + "/shadow.json") { oldestWaiting in
            HostSummary(
                version: HostVersion.text, sources: reports.health, queueDepth: spool.counters().waiting,
                oldestWaiting: oldestWaiting,
                certificateExpiry: notAfter.map { Int($0 - AdapterClock.system.now().seconds) })
        }
    }

    /// Where the platform reports telemetry of this client that it rejects.
    private func rejectedTopic(for broker: BrokerSettings) -> String? {
        guard let platform = configuration.host.platform else { return configuration.host.rejectedTopic }
        return "\(platform.environment.stage)/telemetryData/\(broker.clientID)/rejected"
    }

    /// The platform's certificate store, kept from other processes; nil for a broker of one's own.
    private struct Identity {
        let lock: StoreLock
        let broker: BrokerSettings
        let candidate: BrokerCandidate?
    }

    private func openIdentity() throws -> Identity? {
        guard let platform = configuration.host.platform else { return nil }
        let folder = platform.storeFolder
        let lock = try StoreLock(folder: folder)
        try StoreFolder(folder).recover()
        // The expiry is the reminder's.
        for finding in platform.inspection.findings where finding.severity == .warning && finding.code != "expires-soon"
        {
            logger.warning("\(finding)")
        }
        return Identity(
            lock: lock, broker: try CertificateStore(folder: folder).broker,
            candidate: IdentitySwap(storeFolder: folder, logger: logger).candidate())
    }
}
