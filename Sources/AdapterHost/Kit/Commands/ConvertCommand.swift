import AdapterAPI
import ArgumentParser
import Foundation
import Pipeline

/// `adapter-host convert`
struct ConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Convert documents to telemetry: one JSON object a line, no network.",
        discussion: """
            Without a press file the adapter follows from the file, and machines keep the names that the document gives
            them. A record that makes no event is named on standard error; the exit status is then 1.

            Examples:
              adapter-host convert feed.xml
              adapter-host convert --press presses/cutter.yaml feeds/*.xml > events.ndjson
              adapter-host convert --press presses/bde.yaml --explain shift.csv
            """)

    @Argument(help: ArgumentHelp("Documents to convert.", valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("The press file that says how to read them.", valueName: "file"))
    var press: String?

    @Option(help: ArgumentHelp("A host.yaml to take sender, filter and topic from.", valueName: "file"))
    var config: String?

    @Flag(help: "Show for each record its place, asset, time, the filter's verdict and the topic.")
    var explain = false

    func run() async throws {
        let converter: Converter
        do throws(ConfigurationFaults) {
            converter = try Converter(
                kinds: AdapterKinds.current, environment: ProcessInfo.processInfo.environment, press: press,
                config: config)
        } catch {
            Terminal.complain(error.description)
            throw HostExit.configuration.code
        }
        var isClean = true
        for file in files where await !converter.convert(file, explain: explain) { isClean = false }
        if !isClean { throw HostExit.failure.code }
    }
}
