import AdapterAPI
import ArgumentParser
import Certificates
import IoTTransport

/// `adapter-host spool ls`
struct SpoolListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the chunks that wait, the oldest first.",
        discussion: """
            A chunk holds events of one topic and class, about 64 KiB of them. Types are those of the events that wait.

            Examples:
              adapter-host spool ls
              adapter-host spool ls --limit 5
              adapter-host spool ls --json | jq -r .types
            """)

    @OptionGroup var options: SpoolCommand.Options

    @Option(help: ArgumentHelp("So many chunks at most.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Print one JSON object a chunk.")
    var json = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    func run() throws {
        let reader = try options.open().reader
        if !json { Terminal.say("id          queued                class     events  bytes     types; topic") }
        var left = limit ?? .max
        var last: Int64 = 0
        while left > 0 {
            let chunks = try SpoolCommand.perform { () throws(SpoolReader.Fault) in
                try reader.chunks(after: last, limit: min(left, 500))
            }
            guard let end = chunks.last else { return }
            for chunk in chunks { Terminal.say(json ? Self.json(chunk) : Self.text(chunk)) }
            left -= chunks.count
            last = end.id
        }
    }

    private static func text(_ chunk: ChunkSummary) -> String {
        let types = chunk.types.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return [
            pad("\(chunk.id)", 10), pad(UTCText.text(chunk.at), 20), pad("\(chunk.eventClass)", 8),
            pad("\(chunk.events)", 6), pad(QuantityText.bytes(Int64(chunk.bytes)), 8), "\(types); \(chunk.topic)",
        ].joined(separator: "  ")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func json(_ chunk: ChunkSummary) -> String {
        var writer = PayloadWriter()
        writer.object { writer in
            writer.field("id", Int(chunk.id))
            writer.field("queued", UTCText.text(chunk.at))
            writer.field("class", "\(chunk.eventClass)")
            writer.field("topic", chunk.topic)
            writer.field("events", chunk.events)
            writer.field("done", chunk.done)
            writer.field("bytes", chunk.bytes)
            writer.key("types")
            writer.object { writer in
                for (name, count) in chunk.types.sorted(by: { $0.key < $1.key }) { writer.field(name, count) }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
