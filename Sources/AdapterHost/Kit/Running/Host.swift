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

    /// Runs until cancelled (or until done, with ``runsOnce``), then stops in order: sources, what they have sent to the
    /// disk, acknowledgements in flight, the spool. Returns the last counters.
    func run() async throws -> HostStatus {
        let host = configuration.host
        let lock = try StateLock(folder: host.state)
        defer { withExtendedLifetime(lock) {} }
        let identity = try openIdentity()
        defer { withExtendedLifetime(identity) {} }
        let spool = Spool(host.spoolSettings, logger: logger)
        try spool.open()
        let filter = LiveFilter(host.filter)
        let reports = SourceReports(configuration.presses.map(\.id))
        let broker = identity?.broker ?? host.broker
        let delivery = Delivery(
            spool: spool, broker: broker, candidate: identity?.candidate, settings: host.delivery, filter: filter,
            shadow: shadowSettings(spool, reports), rejectedTopic: rejectedTopic(for: broker), logger: logger)
        delivery.start()
        logger.info(
            "started",
            metadata: [
                "presses": "\(configuration.presses.count)", "broker": "\(host.broker.endpoint)",
                "topic": "\(host.topic)", "process": "\(getpid())",
            ])
        let before = spool.counters()
        let allEnded = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await StatusLine(spool: spool, delivery: delivery, reports: reports, logger: logger).run()
                return true
            }
            if let platform = host.platform {
                group.addTask {
                    await ExpiryReminder(storeFolder: platform.storeFolder, logger: logger).run()
                    return true
                }
            }
            group.addTask {
                let allEnded = await runSources(spool, filter, reports)
                if runsOnce {
                    // What they have sent is still on its way.
                    try? await delivery.drained()
                } else {
                    // Sources that have ended do not end the host: what they sent must still be delivered.
                    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
                }
                return allEnded
            }
            // Status line and reminder never end by themselves: the sources' task decides.
            let allEnded = await group.next() ?? true
            group.cancelAll()
            return allEnded
        }
        logger.info("stopping")
        await delivery.stop(within: host.shutdownTimeout)
        spool.close()
        let status = HostStatus(
            before: before, counters: spool.counters(), delivery: delivery.snapshot(), sources: reports.all,
            allEnded: allEnded)
        logger.info("stopped", metadata: status.metadata)
        return status
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

    /// Runs all sources; false when one failed for good.
    private func runSources(_ spool: Spool, _ filter: LiveFilter, _ reports: SourceReports) async -> Bool {
        let host = configuration.host
        return await withTaskGroup(of: Bool.self) { group in
            for press in configuration.presses {
                let mapper = EventMapper(
                    sourceID: press.id, assets: press.assets, profile: host.header, sender: host.sender,
                    filter: host.filter)
                let sink = SpoolSink(
                    spool: spool, source: press.id, topic: host.topic, mapper: mapper, repeats: press.repeats,
                    filter: filter)
                var logger = logger
                logger[metadataKey: "press"] = "\(press.id)"
                let supervisor = SourceSupervisor(
                    press: press, logger: logger, sink: sink, checkpoint: { try spool.checkpoint(of: press.id) },
                    stopsWhenIdle: runsOnce, reports: reports)
                group.addTask { await supervisor.run() }
            }
            return await group.reduce(true) { $0 && $1 }
        }
    }
}
