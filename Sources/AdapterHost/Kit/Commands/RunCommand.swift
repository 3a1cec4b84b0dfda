import ArgumentParser
import Foundation
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

            Examples:
              adapter-host run
              adapter-host run --config /etc/adapter-host/host.yaml --env prd
              adapter-host run --once        take what lies in the folders, deliver it, end
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Take what lies in the folders, deliver it, and end.")
    var once = false

    @Option(
        help: ArgumentHelp("trace, debug, info, notice, warning, error.", valueName: "level"),
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else {
                throw ValidationError("\"\(text)\" is not a log level")
            }
            return level
        })
    var logLevel = Logger.Level.info

    func run() async throws {
        var loaded = try options.load()
        let isJSON = !Terminal.isErrorInteractive
        let level = logLevel
        let logger = Logger(label: "host") { HostLogHandler(label: $0, isJSON: isJSON, level: level) }
        let service = ServiceManager(environment: ProcessInfo.processInfo.environment, logger: logger)
        if let platform = loaded.host.platform, platform.needsProvisioning {
            let firstUse = FirstUse(
                platform: platform, senderType: loaded.host.sender.type, service: service, logger: logger,
                isPatient: !once)
            try await firstUse.run()
            loaded = try options.load()
        }
        let host = Host(configuration: loaded, logger: logger, runsOnce: once, service: service)
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let running = Task { try await host.run() }
        let listening = Task {
            var hasStopped = false
            for await signal in signals {
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
