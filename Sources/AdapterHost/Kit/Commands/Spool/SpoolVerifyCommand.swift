import ArgumentParser
import IoTTransport

/// `adapter-host spool verify`
struct SpoolVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check every page, every chunk and the counters.",
        discussion: """
            Reads the whole file. Exits 1 when something is wrong, with a line for each finding. A host that finds such a
            chunk sets it aside and goes on; one that finds broken pages salvages what is readable.

            Examples:
              adapter-host spool verify
              adapter-host spool verify --file var/spool.sqlite.damaged-1
            """)

    @OptionGroup var options: SpoolCommand.Options

    func run() throws {
        let reader = try options.open().reader
        var progress = Progress()
        var found = 0
        let summary = try SpoolCommand.perform { () throws(SpoolReader.Fault) in
            try reader.verify { checked in
                progress.show("\(checked) chunks checked")
            } finding: { finding in
                progress.clear()
                found += 1
                Terminal.say("\(finding.kind.rawValue): \(finding)")
            }
        }
        progress.clear()
        Terminal.say(
            "\(reader.path): \(summary.chunks) chunks, \(summary.events) events, \(summary.pages) pages checked")
        guard found == 0 else {
            Terminal.say(found == 1 ? "1 finding" : "\(found) findings")
            throw HostExit.failure.code
        }
        Terminal.say("nothing is wrong")
    }
}
