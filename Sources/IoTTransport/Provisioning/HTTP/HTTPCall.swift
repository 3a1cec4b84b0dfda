/// A request.
struct HTTPCall: Sendable {
    var method: String
    var endpoint: HTTPEndpoint
    /// Sent as they stand. Values never appear in a log or an error.
    var headers: [(name: String, value: String)]
    /// Limit for all of it.
    var timeout: Duration = .seconds(60)
}

/// What came back.
struct HTTPAnswer: Sendable {
    var status: Int
    var body: [UInt8]
    /// Its Date header, as it stands.
    var date: String?
}

/// No answer.
struct HTTPFault: Error, Equatable, CustomStringConvertible {
    /// Whether a byte of the request may have reached the other side.
    let wasSent: Bool
    let description: String

    init(wasSent: Bool, _ text: String) {
        self.wasSent = wasSent
        description = text
    }
}

/// Sends requests. Each is sent once: nothing is repeated, redirected or taken from a cache.
protocol HTTPTransport: Sendable {
    func send(_ call: HTTPCall) async -> Result<HTTPAnswer, HTTPFault>
}
