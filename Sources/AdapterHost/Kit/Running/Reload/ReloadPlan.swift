import AdapterAPI

/// What a new configuration changes in a host that runs. Pure.
///
/// Sources come and go, and those whose press file says something else start again. What the host is built on — state
/// folder, broker, topic, spool — holds until its next start.
struct ReloadPlan: Equatable {
    /// By the id of the source, each in the order of the configuration.
    var started: [String] = []
    var restarted: [String] = []
    var stopped: [String] = []
    var kept: [String] = []
    /// Options of host.yaml that have changed and hold from the next start on.
    var postponed: [String] = []

    /// Options that take effect at once: which sources there are, and how the host behaves.
    private static let live: Set<String> = ["presses", "reload", "log"]
    /// Options that are part of every event: all sources start again.
    private static let mapping: Set<String> = ["header", "sender", "site"]

    /// - Parameters:
    ///   - present: what runs.
    ///   - started: what the host was started with, for what is never changed while it runs.
    ///   - fresh: what was read now.
    init(from present: ConfigurationPrints, startedWith started: ConfigurationPrints, to fresh: ConfigurationPrints) {
        let remapsAll = !Self.changed(present.options, fresh.options).isDisjoint(with: Self.mapping)
        let former = present.presses.reduce(into: [:]) { $0[$1.id] = $1.print }
        for press in fresh.presses {
            if let print = former[press.id] {
                if print == press.print, !remapsAll { kept.append(press.id) } else { restarted.append(press.id) }
            } else {
                self.started.append(press.id)
            }
        }
        let ids = Set(fresh.presses.map(\.id))
        stopped = present.presses.map(\.id).filter { !ids.contains($0) }
        postponed = Self.changed(started.options, fresh.options).subtracting(Self.live).subtracting(Self.mapping)
            .sorted()
    }

    private static func changed(_ one: [String: ContentHash], _ other: [String: ContentHash]) -> Set<String> {
        Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }
    }

    /// Whether anything changes now.
    var changesSources: Bool { !(started.isEmpty && restarted.isEmpty && stopped.isEmpty) }

    /// For the log.
    var text: String {
        var parts = [
            ("starts again", "start again", restarted), ("is new", "are new", started), ("stops", "stop", stopped),
        ].compactMap { one, many, ids in
            ids.isEmpty
                ? nil : "\(ids.count) \(ids.count == 1 ? "source \(one)" : "sources \(many)") (\(Self.list(ids)))"
        }
        if parts.isEmpty { parts = ["no source has changed"] }
        if !kept.isEmpty { parts.append("\(kept.count) go on") }
        if !postponed.isEmpty { parts.append("holds from the next start on: \(postponed.joined(separator: ", "))") }
        return parts.joined(separator: "; ")
    }

    /// Ids that are named, at most.
    private static let mostNamed = 10

    private static func list(_ ids: [String]) -> String {
        let named = ids.prefix(mostNamed).joined(separator: ", ")
        return ids.count > mostNamed ? "\(named), …" : named
    }
}
