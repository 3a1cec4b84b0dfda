import AdapterAPI
import ArgumentParser

/// `adapter-host config …`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show what a configuration can hold.",
        subcommands: [Sample.self, Schema.self, Reference.self])

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
            let options: [ConfigurationOption]
            if what == "host" {
                let report = ConfigurationReport()
                var reader = ConfigurationReader.describing(report)
                _ = HostConfiguration(&reader, environmentName: nil, environment: [:])
                options = report.options
            } else {
                let kinds = AdapterKinds.current
                options = try PressConfiguration.options(of: kinds.required(what, or: ["host"]), kinds: kinds)
            }
            Terminal.write(SampleText.text(for: options, adapter: what == "host" ? nil : what), to: 1)
        }
    }

    /// `adapter-host config schema`
    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schema",
            abstract: "Print the JSON Schema of host.yaml or of press files, for editors.",
            discussion: """
                With the YAML language server, this line at the top of a file turns it on:
                  # yaml-language-server: $schema=press.schema.json

                Examples:
                  adapter-host config schema host > host.schema.json
                  adapter-host config schema press > press.schema.json
                """)

        enum File: String, CaseIterable, ExpressibleByArgument { case host, press }

        @Argument(help: "host or press")
        var file = File.host

        func run() throws {
            let schema =
                switch file {
                case .host: ConfigurationSchema.host()
                case .press: try ConfigurationSchema.press(AdapterKinds.current)
                }
            Terminal.write(schema.text, to: 1)
        }
    }

    /// `adapter-host config reference`
    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reference",
            abstract: "Print every option of host.yaml and of press files as a page in Markdown.",
            discussion: """
                Examples:
                  adapter-host config reference > configuration.md
                """)

        func run() throws {
            Terminal.write(try ConfigurationReference(kinds: AdapterKinds.current).text(), to: 1)
        }
    }
}
