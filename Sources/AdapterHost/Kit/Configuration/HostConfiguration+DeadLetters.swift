import AdapterAPI
import IoTTransport

extension HostConfiguration {
    /// Reads `deadLetters:`.
    static func readDeadLetters(_ reader: inout ConfigurationReader) -> DeadLetterLimits {
        let usual = DeadLetterLimits()
        return reader.section(
            "deadLetters", help: "records that made no event, kept to be looked at; the oldest make room"
        ) { letters in
            let count = letters.integer(
                "maxCount", default: usual.count, in: 1...1_000_000, help: "how many are kept at most")
            let bytes = letters.bytes("maxSize", default: "256MiB", help: "their size together, at most")
            let age = letters.optionalDuration(
                "maxAge", help: "how long one is kept; without it, as long as there is room")
            if bytes < 1 << 20 { letters.fault(at: "maxSize", "\"maxSize\" must be at least 1MiB") }
            if let age, age < .seconds(60) { letters.fault(at: "maxAge", "\"maxAge\" must be at least 1min") }
            return DeadLetterLimits(count: count, bytes: Int64(bytes), age: age?.components.seconds)
        } ?? usual
    }
}
