import AdapterAPI
import Pipeline

/// What the tap shows, as server-sent events: `event`, `lost`, and comments that keep the connection.
struct EventStream {
    let reader: TapReader

    /// Between two signs of life.
    static let heartbeat = Duration.seconds(10)
    /// Between two portions, so that many events go out together.
    static let pause = Duration.milliseconds(50)

    /// The next bytes to send; nil at the end.
    func next() async -> [UInt8]? {
        guard let portion = await reader.next(within: Self.heartbeat) else { return nil }
        if portion.events.isEmpty, portion.lost == 0 { return Array(": alive\n\n".utf8) }
        var bytes: [UInt8] = []
        for event in portion.events { Self.write(event, to: &bytes) }
        if portion.lost > 0 { bytes += "event: lost\ndata: {\"lost\":\(portion.lost)}\n\n".utf8 }
        try? await Task.sleep(for: Self.pause)
        return bytes
    }

    private static func write(_ event: TappedEvent, to bytes: inout [UInt8]) {
        var head = PayloadWriter()
        head.object { writer in
            writer.field("seq", event.sequence)
            writer.field("at", event.at.text)
            writer.field("press", event.source)
            writer.field("type", event.type)
            writer.field("subtype", event.subtype)
            writer.field("topic", event.topic)
        }
        bytes += "event: event\nid: \(event.sequence)\ndata: ".utf8
        bytes += head.bytes.dropLast()
        bytes += ",\"event\":".utf8
        // A line break would end the field; within JSON it can only stand between tokens.
        bytes += event.bytes.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
        bytes += "}\n\n".utf8
    }
}
