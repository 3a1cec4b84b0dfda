import ArgumentParser
import Glibc
import IoTTransport

/// `adapter-host spool export`
struct SpoolExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the events that wait, one a line, byte for byte as they would be published.",
        discussion: """
            The spool is not changed. Beside a running host, events may be delivered while they are exported.

            Examples:
              adapter-host spool export > events.jsonl
              adapter-host spool export --type ODA --type status.ink --output events.jsonl
            """)

    @OptionGroup var options: SpoolCommand.Options

    @Option(
        help: ArgumentHelp(
            "Only events of this type, eventType or eventType.eventSubtype; more than once for several.",
            valueName: "type"))
    var type: [String] = []

    @Option(
        help: ArgumentHelp("Write to this file, which must not exist, in place of standard output.", valueName: "file"))
    var output: String?

    func run() throws {
        let reader = try options.open().reader
        let descriptor = try target()
        defer { if output != nil { close(descriptor) } }
        let types = Set(type)
        var progress = Progress()
        var written = 0
        var damaged: [Int64] = []
        var last: Int64? = 0
        while let after = last {
            let slice = try SpoolCommand.perform { () throws(SpoolReader.Fault) in
                try reader.events(after: after, types: types)
            }
            for event in slice.events where !write(event, to: descriptor) {
                progress.clear()
                Terminal.complain("\(output ?? "standard output"): \(String(cString: strerror(errno)))")
                throw HostExit.failure.code
            }
            written += slice.events.count
            damaged += slice.damaged
            progress.show("\(written) events")
            last = slice.next
        }
        progress.clear()
        for id in damaged { Terminal.complain("\(reader.path): chunk \(id) is damaged and left out") }
        if output != nil { Terminal.complain("\(written) events") }
        if !damaged.isEmpty { throw HostExit.failure.code }
    }

    private func target() throws -> Int32 {
        guard let output else { return STDOUT_FILENO }
        let descriptor = open(output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            Terminal.complain("\(output): \(String(cString: strerror(errno)))")
            throw HostExit.failure.code
        }
        return descriptor
    }

    private func write(_ event: SpooledEvent, to descriptor: Int32) -> Bool {
        var line = event.bytes
        line.append(UInt8(ascii: "\n"))
        return line.withUnsafeBytes { Terminal.write($0, to: descriptor) }
    }
}
