import ArgumentParser

/// `adapter-host dead-letters retry`
struct DeadLettersRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Make events of dead letters now, after the cause is mended.",
        discussion: """
            A record is mapped again as its press file says now, to the very event that it would have been, under the same
            id. An event that the broker did not take is queued again as it is. What succeeds is gone from the dead letters;
            what fails again stays, and remembers it. What the filter holds back stays too. Restart a running host first if
            you changed its configuration. The exit status is 1 when some stay.

            Examples:
              adapter-host dead-letters retry 12 13
              adapter-host dead-letters retry --reason unknown_asset
              adapter-host dead-letters retry --all --json
            """)

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var selection: DeadLettersCommand.Selection
    @OptionGroup var asking: DeadLetterAsking

    func run() async throws {
        try await asking.perform(DeadLetterRequest(.retry, selection.selection), options)
    }
}
