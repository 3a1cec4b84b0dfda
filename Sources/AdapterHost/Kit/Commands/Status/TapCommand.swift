import ArgumentParser
import Foundation
import Glibc

/// `adapter-host tap`
struct TapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tap", abstract: "Print events as they pass into the spool of the running host.",
        discussion: """
            Each is one JSON object on a line of its own, the event itself under "event". What comes faster than it is
            read is left out and counted on standard error; the host never waits. Needs status: in host.yaml.

            Examples:
              adapter-host tap
              adapter-host tap --press cutter-1 --type ODA.JobEvent
              adapter-host tap --count 1 | jq .event.payload
            """)

    @OptionGroup var address: StatusAddress

    @Option(help: ArgumentHelp("Only those of this press.", valueName: "id"))
    var press: String?

    @Option(help: ArgumentHelp("Only this eventType or eventType.eventSubtype, as published.", valueName: "type"))
    var type: String?

    @Option(help: ArgumentHelp("End after so many events.", valueName: "number"))
    var count: Int?

    /// The host sends a sign of life every ten seconds.
    private static let patience = 30

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count must be at least 1") }
    }

    func run() throws {
        let choice = try address.choice()
        // Nobody who reads any more is no fault.
        signal(SIGPIPE, SIG_IGN)
        try StatusAddress.perform {
            let connection = try StatusConnection(choice, path: "/api/events" + query)
            var lines = EventLines()
            var left = count ?? .max
            while let bytes = try connection.read(within: Self.patience) {
                if bytes.isEmpty { throw StatusConnection.Fault(description: "the host has gone silent") }
                for message in lines.take(bytes) {
                    switch message {
                    case .lost(let number): Terminal.complain("\(number) events left out: they came too fast")
                    case .event(let line):
                        let isRead = (line + [UInt8(ascii: "\n")]).withUnsafeBytes {
                            Terminal.write($0, to: STDOUT_FILENO)
                        }
                        left -= 1
                        if !isRead || left == 0 { return }
                    }
                }
            }
            throw StatusConnection.Fault(description: "the host has stopped")
        }
    }

    private var query: String {
        var parts = URLComponents()
        parts.queryItems = [("press", press), ("type", type)].compactMap { name, value in
            value.map { URLQueryItem(name: name, value: $0) }
        }
        let text = (parts.percentEncodedQuery ?? "").replacing("+", with: "%2B")
        return text.isEmpty ? "" : "?\(text)"
    }
}
