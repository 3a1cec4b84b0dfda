import ArgumentParser

/// `adapter-host dead-letters drop`
struct DeadLettersDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Delete dead letters for good.",
        discussion: """
            Examples:
              adapter-host dead-letters drop 12
              adapter-host dead-letters drop --source old-press
              adapter-host dead-letters drop --all
            """)

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var selection: DeadLettersCommand.Selection
    @OptionGroup var asking: DeadLetterAsking

    func run() async throws {
        try await asking.perform(DeadLetterRequest(.drop, selection.selection), options)
    }
}
