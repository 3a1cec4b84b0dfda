import AdapterAPI
import Logging

/// A logger's way into the ``HostLog``. The metadata `component` says which part of the host it is of.
struct HostLogHandler: LogHandler {
    private let log: HostLog
    private var component: String
    /// Set on the logger itself; nil for what the log says.
    private var ownLevel: Logger.Level?
    var metadata: Logger.Metadata = [:]

    init(label: String, log: HostLog) {
        component = label
        self.log = log
    }

    var logLevel: Logger.Level {
        get { ownLevel ?? log.level(of: component) }
        set { ownLevel = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set {
            if key == LogChoice.Component.key {
                component = newValue.map { "\($0)" } ?? LogChoice.Component.host.rawValue
            } else {
                metadata[key] = newValue
            }
        }
    }

    func log(event: LogEvent) {
        let details = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        log.take(
            LogLine(
                time: AdapterClock.system.now(), level: event.level, component: component, message: "\(event.message)",
                details: details))
    }
}

extension Logger {
    /// The same for a part of the host.
    func of(_ component: LogChoice.Component) -> Logger {
        var logger = self
        logger[metadataKey: LogChoice.Component.key] = "\(component.rawValue)"
        return logger
    }
}
