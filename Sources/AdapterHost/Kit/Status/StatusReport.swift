import Foundation

/// What `/api/status` answers: the state, what is wrong with it, and whether telemetry flows.
struct StatusReport: Codable, Equatable, Sendable {
    /// Whether the host still looks after itself.
    var live: Bool
    /// Whether it can take events and has a broker for them.
    var ready: Bool
    /// Whether nothing is wrong that somebody should mend.
    var healthy: Bool
    /// What whoever asks may change: `never`, `withToken`, `allowed`.
    var changes = Changes.never
    /// The worst first.
    var findings: [Finding]
    var host: HostState

    enum Changes: String, Codable, Sendable { case never, withToken, allowed }

    init(_ host: HostState, isAlive: Bool) {
        let findings = Diagnosis.findings(of: host)
        let isReady = isAlive && host.connection.isConnected && host.spool.block == nil
        self.host = host
        self.findings = findings
        live = isAlive
        ready = isReady
        healthy = isReady && !findings.contains { $0.level == .failure }
    }

    /// Nil for what is none.
    init?(json: [UInt8]) {
        guard let found = try? JSONDecoder().decode(Self.self, from: Data(json)) else { return nil }
        self = found
    }

    /// Why it is not ready or not healthy, in sentences.
    var reasons: [String] {
        var reasons = live ? [] : ["The host does not look after itself any more: start it again."]
        let wanted = findings.filter { $0.level == .failure || !ready && $0.subject == Words.broker }
        reasons += wanted.map { "\($0.subject): \($0.cause)" }
        return reasons
    }
}
