import ArgumentParser
import IoTTransport

/// `adapter-host spool …`
struct SpoolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spool",
        abstract: "Look at what waits on disk for the broker, beside a running host or without one.",
        subcommands: [SpoolStatusCommand.self, SpoolListCommand.self, SpoolVerifyCommand.self, SpoolExportCommand.self])

    /// Which spool.
    struct Options: ParsableArguments {
        @OptionGroup var configuration: ConfigurationOptions

        @Option(
            help: ArgumentHelp(
                "A spool's file, in place of the configured host's; also one that was kept aside.", valueName: "file"))
        var file: String?

        func open() throws -> (reader: SpoolReader, host: HostConfiguration?) {
            if let file { return (try SpoolCommand.reader(file), nil) }
            let host = try configuration.loadHost()
            return (try SpoolCommand.reader(host.spoolPath), host)
        }
    }

    private static func reader(_ path: String) throws -> SpoolReader {
        try perform { () throws(SpoolReader.Fault) in try SpoolReader(path: path) }
    }

    /// What a reader does, or its fault on standard error and exit status 1.
    static func perform<Value>(_ body: () throws(SpoolReader.Fault) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            Terminal.complain(error.description)
            throw HostExit.failure.code
        }
    }
}
