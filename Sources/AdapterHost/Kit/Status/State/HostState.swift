/// All that the host knows of itself at one moment, for people and for programs: what the status page, `top`, `/metrics`
/// and the diagnosis are made of. Times are seconds since 1970, spans are seconds.
struct HostState: Codable, Equatable, Sendable {
    var version: String
    /// The user that the host runs as.
    var user: String
    /// When the run began.
    var startedAt: Int64
    /// The moment that this is about.
    var at: Int64
    var connection: Connection
    var shadow: Shadow
    var spool: Spool
    /// In the order of the configuration.
    var presses: [Press]
    var deadLetters: [DeadLetters]
    /// The device's own; nil where it has none, or where it was not read yet.
    var certificate: Certificate?
    /// How far this machine's clock is ahead of the platform's; nil when the platform does not tell.
    var clockLead: Int64?
}
