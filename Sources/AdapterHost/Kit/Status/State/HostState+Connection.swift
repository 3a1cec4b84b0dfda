extension HostState {
    /// The way to the broker.
    struct Connection: Codable, Equatable, Sendable {
        /// `mqtts://host:port`
        var endpoint: String
        var host: String
        var port: Int
        var clientID: String
        /// Where events go.
        var topic: String
        /// The file of authorities that the broker must come from; nil without TLS.
        var authority: String?
        var isConnected = false
        /// Sessions since the start.
        var sessions = 0
        /// Publishes without their PUBACK.
        var inFlight = 0
        /// Why there is no session; nil while there is one.
        var fault: Fault?
        /// Until the next try.
        var nextTry: Double?
        /// Events that the platform reported as rejected, since the start.
        var rejected = 0
        /// Since the last of them.
        var sinceRejected: Int64?
        /// PUBACKs a second, now and over the last minutes, oldest first.
        var rate = 0.0
        var history: [Double] = []

        struct Fault: Codable, Equatable, Sendable {
            /// The class, as the log writes it.
            var kind: String
            var text: String
            /// Whether every event seems to end the session.
            var blamesTopic = false
        }
    }
}
