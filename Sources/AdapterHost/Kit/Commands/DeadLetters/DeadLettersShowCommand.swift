import ArgumentParser
import Glibc
import IoTTransport

/// `adapter-host dead-letters show`
struct DeadLettersShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one dead letter: why, from where, what was tried, and its bytes.",
        discussion: """
            Bytes that are no text are shown in hexadecimal, the first of them. With --raw only the bytes are written, all
            and as they are, which takes a refused document or record out whole.

            Examples:
              adapter-host dead-letters show 12
              adapter-host dead-letters show 12 --raw > message.jmf
            """)

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: ArgumentHelp("Its id, as ls prints it.", valueName: "id"))
    var id: Int64

    @Flag(help: "Write only its bytes, as they are.")
    var raw = false

    @Flag(help: "Print one JSON object; bytes that are no text are in Base64.")
    var json = false

    func validate() throws {
        if raw, json { throw ValidationError("either --raw or --json") }
    }

    func run() throws {
        let host = try options.loadHost()
        let letter = try DeadLettersCommand.perform {
            try SpoolVisitor(path: host.spoolPath)?.deadLetters(DeadLetterQuery(.init(ids: [id]))).letters.first
        }
        guard let letter else {
            Terminal.complain("there is no dead letter \(id): ls lists them")
            throw HostExit.failure.code
        }
        if raw {
            guard letter.bytes.withUnsafeBytes({ Terminal.write($0, to: STDOUT_FILENO) }) else {
                throw HostExit.failure.code
            }
        } else if json {
            Terminal.say(DeadLetterText.json(letter, withBytes: true))
        } else {
            Terminal.write(DeadLetterText.whole(letter), to: STDOUT_FILENO)
        }
    }
}
