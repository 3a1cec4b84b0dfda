import AdapterAPI
import Logging

/// `log:` in host.yaml: what is logged, and in which form.
struct LogChoice: Equatable, Sendable {
    enum Format: String, CaseIterable {
        /// Text on a terminal, JSON otherwise.
        case automatic
        case text
        case json
    }

    /// The parts of a host that log by a level of their own.
    enum Component: String, CaseIterable {
        /// The host itself: start, stop, status, reload, provisioning.
        case host
        /// The presses' sources.
        case sources
        case spool
        /// The connection to the broker.
        case delivery
        case shadow

        /// The key of a logger's metadata that names it.
        static let key = "component"
    }

    var level = Logger.Level.info
    /// Those that differ, by component.
    var components: [String: Logger.Level] = [:]
    var format = Format.automatic

    /// Reads the section.
    static func read(_ reader: inout ConfigurationReader) -> LogChoice {
        reader.section("log", help: "what is logged on standard error, and in which form") { log in
            var choice = LogChoice()
            choice.level = log.choice("level", default: choice.level, help: "from which level on; --log-level wins")
            choice.components =
                log.section("components", help: "levels of single parts") { parts in
                    Component.allCases.reduce(into: [:]) { levels, component in
                        let level = parts.choice(
                            component.rawValue, default: choice.level, help: "level of this part, in place of level:")
                        if parts.has(component.rawValue) { levels[component.rawValue] = level }
                    }
                } ?? [:]
            choice.format = log.choice(
                "format", default: choice.format,
                help: "automatic: text on a terminal, one JSON object a line otherwise")
            return choice
        } ?? LogChoice()
    }
}
