public import Logging
import Synchronization

/// Keeps what is logged.
public final class LogLines: Sendable {
    private let entries = Mutex<[(line: String, metadata: [String: String])]>([])

    public init() {}

    /// As `level: message`.
    public var all: [String] { entries.withLock { $0.map(\.line) } }
    public var warnings: [String] { all.filter { $0.hasPrefix("warning") } }
    public var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    /// The details of the last line with this message.
    public func details(of message: String) -> [String: String]? {
        entries.withLock { $0.last { $0.line.hasSuffix(": " + message) }?.metadata }
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(lines: LogLines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let details = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
            lines.entries.withLock { $0.append(("\(event.level): \(event.message)", details)) }
        }
    }
}
