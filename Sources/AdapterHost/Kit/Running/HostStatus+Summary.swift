import IoTTransport

extension HostStatus {
    /// One line of what matters most, for `systemctl status`: the connection, what waits, and who is in trouble.
    var summary: String {
        var parts = [isConnected ? "connected to the broker" : "no connection to the broker"]
        parts.append(waiting == 1 ? "1 event waits" : "\(waiting) events wait")
        if deadLetters > 0 { parts.append(deadLetters == 1 ? "1 dead letter" : "\(deadLetters) dead letters") }
        if let blockReason { parts.append("sources wait: \(blockReason)") }
        if !shadow.isPublishingEnabled { parts.append("publishing is switched off by the shadow") }
        let troubled = standings.filter { $0.health == .failed || $0.health == .stalled }
        parts += troubled.prefix(Self.namedSources).map { "source \($0.text)" }
        if troubled.count > Self.namedSources { parts.append("\(troubled.count - Self.namedSources) more sources") }
        return parts.joined(separator: "; ")
    }

    /// How many troubled sources the line names.
    private static let namedSources = 3
}
