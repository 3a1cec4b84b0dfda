import AdapterAPI
import Logging

/// One line of the log.
struct LogLine {
    /// Seconds since 1970, and nanoseconds.
    var time: (seconds: Int64, nanoseconds: Int32)
    var level: Logger.Level
    var component: String
    var message: String
    /// Which press, which file, and figures.
    var details: [String: String]

    /// Text for a person on a terminal, or one JSON object.
    func text(isJSON: Bool) -> String {
        let all = details.sorted { $0.key < $1.key }
        let zone: ZoneRules = isJSON ? .utc : .current
        let time = Timestamp(secondsSince1970: time.seconds, nanoseconds: time.nanoseconds, zone: zone).text
        guard isJSON else {
            let level = level >= .warning ? level.rawValue.uppercased() + " " : ""
            let details = all.map { " \($0.key)=\($0.value)" }.joined()
            return "\(time.dropFirst(11).prefix(8)) \(level)\(message)\(details)"
        }
        var writer = PayloadWriter()
        writer.object { writer in
            writer.field("time", time)
            writer.field("level", level.rawValue)
            writer.field("component", component)
            writer.field("message", message)
            for (key, value) in all {
                // Whole numbers as numbers, all else as text.
                if let number = Int(value) { writer.field(key, number) } else { writer.field(key, value) }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
