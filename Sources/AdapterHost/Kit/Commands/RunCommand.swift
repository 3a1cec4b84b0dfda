import ArgumentParser
import Logging
import UnixSignals

/// `adapter-host run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Read the presses and publish their events until stopped.",
        discussion: """
            Stops cleanly on Ctrl-C and on SIGTERM; however it ends, nothing is lost. Logs go to standard error: text on a
            terminal, JSON lines otherwise.

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
        let loaded = try options.load()
        let isJSON = !Terminal.isErrorInteractive
        let level = logLevel
        let logger = Logger(label: "host") { HostLogHandler(label: $0, isJSON: isJSON, level: level) }
        let host = Host(configuration: loaded, logger: logger, runsOnce: once)
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let status: HostStatus
        do {
            status = try await withThrowingTaskGroup(of: HostStatus?.self) { group in
                group.addTask { try await host.run() }
                group.addTask {
                    for await signal in signals {
                        logger.info("received \(signal)")
                        return nil
                    }
                    return nil
                }
                defer { group.cancelAll() }
                if let first = try await group.next(), let status = first { return status }
                group.cancelAll()
                while let next = try await group.next() { if let status = next { return status } }
                throw CancellationError()
            }
        } catch {
            logger.critical("\(error)")
            throw HostExit.failure.code
        }
        if once, status.deadInThisRun > 0 || status.waiting > 0 { throw HostExit.failure.code }
    }
}
