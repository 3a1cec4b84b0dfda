import AdapterAPI
import ArgumentParser

/// `adapter-host config …`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show what a configuration can hold.", subcommands: [Sample.self])

    /// `adapter-host config sample`
    struct Sample: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sample",
            abstract: "Print every option with its type, default and meaning, as a file to start from.",
            discussion: """
                Examples:
                  adapter-host config sample                   host.yaml
                  adapter-host config sample prinect           a press file for that adapter
                """)

        @Argument(help: "host, or an adapter's kind")
        var what = "host"

        func run() throws {
            let report = ConfigurationReport()
            var reader = ConfigurationReader.describing(report)
            if what == "host" {
                _ = HostConfiguration(&reader, environmentName: nil, environment: [:])
            } else {
                let kinds = AdapterKinds.current
                guard let type = kinds.type(named: what) else {
                    let known = Suggestion.phrase(for: what, among: kinds.names + ["host"])
                    throw ValidationError("there is no adapter \"\(what)\"\(known); there are \(kinds.names)")
                }
                PressConfiguration.describe(&reader, kinds: kinds)
                _ = try type.init(&reader)
            }
            Terminal.write(SampleText.text(for: report.options, adapter: what == "host" ? nil : what), to: 1)
        }
    }
}
