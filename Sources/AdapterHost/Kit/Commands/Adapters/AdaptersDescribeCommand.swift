import AdapterAPI
import ArgumentParser

/// `adapter-host adapters describe`
struct AdaptersDescribeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe", abstract: "Show every option of an adapter's press file, as the adapter reads it.",
        discussion: """
            The table's columns are name, kind, default and meaning; a * in a name stands for a key of your choice.

            Examples:
              adapter-host adapters describe csv
              adapter-host adapters describe csv --json
            """)

    @Argument(help: "An adapter's kind; adapters ls lists them.")
    var kind: String

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let kinds = AdapterKinds.current
        let options = try PressConfiguration.options(of: kinds.required(kind), kinds: kinds)
        Terminal.write(
            json ? OptionList.json(options, kind: kind).text : OptionList.text(options), to: 1)
    }
}
