import ArgumentParser
import Foundation
import Glibc
import Logging
import Pipeline
import UnixSignals

/// `adapter-host run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Read the presses and publish their events until stopped.",
        discussion: """
            Stops cleanly on Ctrl-C and on SIGTERM; however it ends, nothing is lost. Logs go to standard error: text on a
            terminal, JSON lines otherwise. The last line says how many events stay in the spool; they go out after the
            next start. The exit status is 0 also then, and 1 when a source or the disk hung and had to be left.

            SIGHUP makes it read the configuration again: sources whose press files changed start again, new ones start,
            all else goes on. A configuration with faults is refused, and its faults are logged.

            Examples:
              adapter-host run
              adapter-host run --config /etc/adapter-host/host.yaml --env prd
              adapter-host run --once        take what lies in the folders, deliver it, end
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Take what lies in the folders, deliver it, and end.")
    var once = false

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error; in place of log.level in host.yaml.", valueName: "level"),
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else {
                throw ValidationError("\"\(text)\" is not a log level")
            }
            return level
        })
    var logLevel: Logger.Level?

    func run() async throws {
        var loaded = try options.load()
        // Until it means a reload, it must not end a service that is starting.
        if !Terminal.isErrorInteractive { signal(SIGHUP, SIG_IGN) }
        let isTerminal = Terminal.isErrorInteractive
        let log = HostLog.standard(loaded.host.log, level: logLevel)
        let logger = log.logger
        let repeats = Task { await log.run() }
        defer {
            repeats.cancel()
            log.flush(isEnd: true)
        }
        let service = ServiceManager(environment: ProcessInfo.processInfo.environment, logger: logger)
        if let platform = loaded.host.platform, platform.needsProvisioning {
            let firstUse = FirstUse(
                platform: platform, senderType: loaded.host.sender.type, service: service, logger: logger,
                isPatient: !once)
            try await firstUse.run()
            loaded = try options.load()
        }
        let requests = ReloadRequests()
        var host = Host(configuration: loaded, logger: logger, runsOnce: once, service: service)
        if !once {
            host.reload = Reloading.Source(requests: requests, load: options.reloading()) { log.change(to: $0.log) }
        }
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let running = Task { [host] in try await host.run() }
        let listening = Task {
            var hasStopped = false
            for await signal in signals {
                // A terminal that is closed sends the same signal.
                if signal == .sighup, !isTerminal || Terminal.isErrorInteractive {
                    if once { logger.info("received \(signal): a run that ends by itself reads nothing again") }
                    requests.ask("\(signal)")
                    continue
                }
                if hasStopped {
                    logger.warning("received \(signal) again: ends at once; what is not delivered stays in the spool")
                    HostExit.failure.leave()
                }
                logger.info("received \(signal)")
                hasStopped = true
                running.cancel()
            }
        }
        defer { listening.cancel() }
        let status: HostStatus
        do {
            status = try await running.value
        } catch {
            logger.critical("\(error)")
            throw HostExit.failure.code
        }
        if once && !status.isComplete || !status.unfinished.isEmpty { throw HostExit.failure.code }
    }
}
