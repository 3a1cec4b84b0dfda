import AdapterAPI
import ArgumentParser

/// `adapter-host adapters ls`
struct AdaptersListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the kinds of source that press files may name.",
        discussion: """
            Examples:
              adapter-host adapters ls
              adapter-host adapters ls --json
            """)

    @Flag(help: "Print one JSON array.")
    var json = false

    func run() throws {
        let adapters = try AdapterKinds.current.types.map { type in
            AdapterSummary(
                kind: type.kind, convertsFiles: type is any DocumentAdapter.Type,
                options: try PressConfiguration.options(of: type, kinds: AdapterKinds.current).count)
        }
        Terminal.write(json ? AdapterSummary.json(adapters).text : AdapterSummary.text(adapters), to: 1)
    }
}
