import ArgumentParser
import IoTTransport

/// `adapter-host spool status`
struct SpoolStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how much waits, since when, how long there is room, and how long draining takes.",
        discussion: """
            Rates are those of the last minutes in which the host ran.

            Examples:
              adapter-host spool status
              adapter-host spool status --json | jq .waiting
            """)

    @OptionGroup var options: SpoolCommand.Options

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let (reader, host) = try options.open()
        let overview = try SpoolCommand.perform { () throws(SpoolReader.Fault) in try reader.overview() }
        let report = SpoolReport(
            path: reader.path, overview: overview, now: SystemClock.seconds(),
            outlook: host.map { SpoolOutlook(overview, maxBytes: $0.spoolBytes, delivery: $0.delivery) })
        Terminal.write(json ? report.json : report.text, to: 1)
    }
}
