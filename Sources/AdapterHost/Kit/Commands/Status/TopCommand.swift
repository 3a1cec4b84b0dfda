import ArgumentParser
import Glibc

/// `adapter-host top`
struct TopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Show how the running host is doing, redrawn in place.",
        discussion: """
            The same as on the status page: what is wrong and what to do, connection, spool, filter, and a line for each
            press. q quits, the space bar asks at once. Needs status: in host.yaml. Where the output is no terminal it is
            printed once.

            Examples:
              adapter-host top
              adapter-host top --interval 10
              adapter-host top --json | jq .findings
            """)

    @OptionGroup var address: StatusAddress

    @Option(help: ArgumentHelp("Between two looks.", valueName: "seconds"))
    var interval = 2.0

    @Flag(help: "Print it once, and end.")
    var once = false

    @Flag(help: "Print it once as JSON, the same as /api/status.")
    var json = false

    /// Columns where the output is no terminal.
    private static let plainWidth = 120

    func validate() throws {
        if !(0.2...3_600).contains(interval) { throw ValidationError("--interval must be from 0.2 to 3600") }
    }

    func run() throws {
        let choice = try address.choice()
        if json || once || isatty(STDOUT_FILENO) == 0 || isatty(STDIN_FILENO) == 0 {
            let report = try StatusAddress.perform { try StatusAddress.report(choice) }
            if json { return Terminal.say(JSONLine.of(report)) }
            let isTerminal = isatty(STDOUT_FILENO) != 0
            let width = isTerminal ? Screen.size.width : Self.plainWidth
            let screen = TopScreen(width: width, height: .max, hasColour: isTerminal)
            for line in screen.lines(report) { Terminal.say(line) }
            return
        }
        // The first answer decides whether there is anything to draw.
        var last = try StatusAddress.perform { try StatusAddress.report(choice) }
        let screen = Screen()
        var fault: String?
        repeat {
            do throws(StatusConnection.Fault) {
                last = try StatusAddress.report(choice)
                fault = nil
            } catch {
                fault = error.description
            }
            let size = Screen.size
            var lines = TopScreen(width: size.width, height: size.height - 1, hasColour: true).lines(last)
            if let fault { lines[1] = "\u{1B}[31m\(fault.prefix(size.width))\u{1B}[0m" }
            screen.draw(lines)
        } while !screen.waits(seconds: interval)
    }
}
