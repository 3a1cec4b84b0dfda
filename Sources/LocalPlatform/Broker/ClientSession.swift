/// Names a connection for as long as the process lives.
struct ConnectionID: Sendable, Hashable, Comparable {
    let number: UInt64

    static func < (one: ConnectionID, other: ConnectionID) -> Bool { one.number < other.number }
}

/// One connection, before and after its CONNECT.
struct ClientSession: Sendable {
    let address: String
    let isTLS: Bool
    /// Of the client's certificate; nil on TCP.
    var commonName: String?
    let opened: Moment

    /// Nil until CONNECT was accepted.
    var clientID: String?
    var connected: Moment?
    /// Seconds, as the client asked.
    var keepAlive: UInt16 = 0
    var will: MQTTPublish?
    /// Nanoseconds without a packet until it is cut; nil for ever.
    var silence: Int64?
    var lastHeard: Int64
    /// False while the peer does not take what it is sent.
    var isWritable = true

    var subscriptions: [(filter: TopicFilter, qualityOfService: UInt8)] = []
    var publishes = RateLimit()
    var bytes = RateLimit()
    var inbound = InboundWindow()
    var outbound = OutboundWindow()
    /// Messages from it.
    var published = 0
    /// Whether the excess has been named in the log.
    var isThrottled = false
    /// When requests to the shadow service, already made, are answered.
    var shadowAnswers: [Int64] = []

    init(address: String, isTLS: Bool, now: Moment) {
        self.address = address
        self.isTLS = isTLS
        opened = now
        lastHeard = now.monotonic
    }

    /// How the log names it.
    var name: String { clientID.map { "\"\($0)\"" } ?? address }

    /// The quality of service at which it gets a message on `topic`: the best of its subscriptions.
    func grant(for topic: String) -> UInt8? {
        subscriptions.lazy.filter { $0.filter.matches(topic) }.map(\.qualityOfService).max()
    }
}
