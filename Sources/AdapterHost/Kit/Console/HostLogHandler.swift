import AdapterAPI
import Logging

/// Log lines on standard error: text for a person on a terminal, one JSON object a line for everything else.
struct HostLogHandler: LogHandler {
    private let label: String
    private let isJSON: Bool
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    init(label: String, isJSON: Bool, level: Logger.Level) {
        self.label = label
        self.isJSON = isJSON
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let (seconds, nanoseconds) = AdapterClock.system.now()
        let time = Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds, zone: isJSON ? .utc : .current).text
        if isJSON {
            var writer = PayloadWriter()
            writer.object { writer in
                writer.field("time", time)
                writer.field("level", event.level.rawValue)
                writer.field("component", label)
                writer.field("message", "\(event.message)")
                for (key, value) in all { writer.field(key, value) }
            }
            Terminal.complain(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            let level = event.level >= .warning ? event.level.rawValue.uppercased() + " " : ""
            let details = all.map { " \($0.key)=\($0.value)" }.joined()
            Terminal.complain("\(time.dropFirst(11).prefix(8)) \(level)\(event.message)\(details)")
        }
    }
}

extension PayloadWriter {
    /// A log line's detail: whole numbers as numbers, all else as text.
    fileprivate mutating func field(_ key: String, _ value: Logger.Metadata.Value) {
        let text = "\(value)"
        if let number = Int(text) { field(key, number) } else { field(key, text) }
    }
}
