/// Which broker to connect to.
public struct BrokerSettings: Sendable, Equatable {
    /// Its name or address; the name is also checked against its certificate.
    public var host: String
    /// Its TCP port.
    public var port: Int
    /// Our MQTT client id; unique at the broker.
    public var clientID: String
    /// Seconds without traffic until a ping, at least 5.
    public var keepAlive: Int
    /// Nil for a connection in the clear.
    public var tls: TLSSettings?
    /// Further nodes of the same broker, tried in turn when one cannot be reached or is lost.
    public var others: [Node] = []
    /// The limit for the TCP connection, and again for what follows until CONNACK.
    public var connectTimeout: Duration

    /// Where one of a broker's nodes listens.
    public struct Node: Sendable, Equatable {
        /// Its name or address.
        public var host: String
        /// Its TCP port.
        public var port: Int

        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }
    }

    /// The same broker at its next node; the present one is then the last. Itself when there is only one.
    var next: BrokerSettings {
        guard let node = others.first else { return self }
        var next = self
        next.others = others.dropFirst() + [Node(host: host, port: port)]
        (next.host, next.port) = (node.host, node.port)
        return next
    }

    /// A broker with the usual keep-alive and time-out.
    public init(
        host: String, port: Int, clientID: String, keepAlive: Int = 60, tls: TLSSettings? = nil,
        connectTimeout: Duration = .seconds(10)
    ) {
        self.host = host
        self.port = port
        self.clientID = clientID
        self.keepAlive = keepAlive
        self.tls = tls
        self.connectTimeout = connectTimeout
    }

    /// `mqtts://host:port`, as log lines name it.
    public var endpoint: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(tls == nil ? "mqtt" : "mqtts")://\(name):\(port)"
    }
}
