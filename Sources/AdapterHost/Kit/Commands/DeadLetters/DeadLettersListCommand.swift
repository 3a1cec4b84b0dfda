import ArgumentParser
import IoTTransport

/// `adapter-host dead-letters ls`
struct DeadLettersListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List dead letters, the oldest first.",
        discussion: """
            With --json each is one JSON object on a line of its own, without its bytes.

            Examples:
              adapter-host dead-letters ls
              adapter-host dead-letters ls --reason unknown_asset --source cutter-1
              adapter-host dead-letters ls --after 4711 --limit 100
            """)

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var filter: DeadLettersCommand.Filter

    @Option(help: ArgumentHelp("How many at most.", valueName: "number"))
    var limit = 50

    @Option(help: ArgumentHelp("Go on behind this one.", valueName: "id"))
    var after: Int64 = 0

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
        let host = try options.loadHost()
        let (letters, more) = try DeadLettersCommand.perform {
            guard let visitor = try SpoolVisitor(path: host.spoolPath) else { return ([StoredDeadLetter](), 0) }
            return try page(visitor)
        }
        if json {
            for letter in letters { Terminal.say(DeadLetterText.json(letter, withBytes: false)) }
            return
        }
        if letters.isEmpty { return Terminal.complain("there are none") }
        for line in DeadLetterText.table(letters) { Terminal.say(line) }
        guard more > 0, let last = letters.last else { return }
        Terminal.complain("\(more) more: --after \(last.id)")
    }

    private func page(_ visitor: SpoolVisitor) throws -> ([StoredDeadLetter], Int) {
        var letters: [StoredDeadLetter] = []
        var next: Int64? = after
        while letters.count < limit, let id = next {
            let page = try visitor.deadLetters(
                DeadLetterQuery(filter.selection, after: id, limit: limit - letters.count, withBytes: false))
            letters += page.letters
            next = page.next
        }
        guard let last = letters.last else { return (letters, 0) }
        return (letters, try visitor.deadLetterCount(filter.selection, after: last.id))
    }
}
