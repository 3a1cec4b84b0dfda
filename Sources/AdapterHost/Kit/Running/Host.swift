import AdapterAPI
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
        let settings = SpoolSettings(path: host.state + "/spool.sqlite", maxBytes: host.spoolBytes)
        let spool = Spool(settings, logger: logger)
        try spool.open()
        let delivery = Delivery(spool: spool, broker: host.broker, settings: host.delivery, logger: logger)
        delivery.start()
        logger.info(
            "started",
            metadata: [
                "presses": "\(configuration.presses.count)", "broker": "\(host.broker.endpoint)",
                "topic": "\(host.topic)", "process": "\(getpid())",
            ])
        let before = spool.counters()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await StatusLine(spool: spool, delivery: delivery, logger: logger).run() }
            group.addTask {
                await runSources(spool)
                // Cancelled, or done: in the latter case what they have sent is still on its way.
                if !Task.isCancelled { try? await delivery.drained() }
            }
            // The status line never ends by itself: the sources' task decides.
            _ = await group.next()
            group.cancelAll()
        }
        logger.info("stopping")
        await delivery.stop(within: host.shutdownTimeout)
        spool.close()
        let status = HostStatus(before: before, counters: spool.counters(), delivery: delivery.snapshot())
        logger.info("stopped", metadata: status.metadata)
        return status
    }

    private func runSources(_ spool: Spool) async {
        let host = configuration.host
        await withTaskGroup(of: Void.self) { group in
            for press in configuration.presses {
                let mapper = EventMapper(
                    sourceID: press.id, assets: press.assets, sender: host.sender, filter: host.filter)
                let sink = SpoolSink(spool: spool, source: press.id, topic: host.topic, mapper: mapper)
                var logger = logger
                logger[metadataKey: "press"] = "\(press.id)"
                let supervisor = SourceSupervisor(
                    press: press, logger: logger, sink: sink, checkpoint: { try spool.checkpoint(of: press.id) },
                    stopsWhenIdle: runsOnce)
                group.addTask { await supervisor.run() }
            }
        }
    }
}
