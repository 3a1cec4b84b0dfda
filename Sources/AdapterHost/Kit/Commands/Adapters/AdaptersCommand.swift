import ArgumentParser

/// `adapter-host adapters …`
struct AdaptersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapters", abstract: "List and describe the adapters of this host, or begin a new one.",
        subcommands: [AdaptersListCommand.self, AdaptersDescribeCommand.self, AdaptersNewCommand.self])
}
