import AdapterAPI
import Glibc
import IoTTransport
import Pipeline

/// Where events go: the platform, through a certificate store, or a broker of one's own.
struct DeliveryTarget {
    var broker: BrokerSettings
    var topic: String
    /// The platform, if it is that; its limits apply then.
    var platform: PlatformTarget?
    /// Where rejected telemetry is reported by a broker of one's own; the platform's follows from the client id.
    var rejectedTopic: String?

    private enum NoTLS: String, CaseIterable { case none }

    /// Reads `platform:` or `broker:`, one of which must stand there.
    ///
    /// - Parameters:
    ///   - requiresIdentity: Whether a certificate store that cannot be used is a fault.
    ///   - now: Seconds since 1970.
    init(
        _ reader: inout ConfigurationReader, profile: HeaderProfile, environmentName: String?,
        environment: [String: String], requiresIdentity: Bool, now: Int64
    ) {
        let platform = reader.section("platform", help: "the IoT platform; instead of broker:") {
            let platform = PlatformTarget(
                &$0, profile: profile, environmentName: environmentName, environment: environment,
                requiresIdentity: requiresIdentity,
                now: now)
            return DeliveryTarget(
                broker: platform.store?.broker ?? Self.none, topic: platform.topic, platform: platform)
        }
        let broker = reader.section("broker", help: "an MQTT broker of one's own; instead of platform:") {
            Self.broker(&$0)
        }
        if platform != nil, broker != nil, reader.purpose == .run {
            reader.fault(at: "broker", "platform: and broker: exclude each other: remove one")
        }
        if platform == nil, broker == nil, reader.purpose == .run {
            reader.report.add(
                ConfigurationFault(mark: reader.mark, message: "platform: or broker: is missing: where do events go?"))
        }
        self =
            platform ?? broker
            ?? DeliveryTarget(
                broker: BrokerSettings(host: "", port: 0, clientID: HostConfiguration.hostName), topic: "",
                platform: nil)
    }

    private init(broker: BrokerSettings, topic: String, platform: PlatformTarget?) {
        self.broker = broker
        self.topic = topic
        self.platform = platform
    }

    private static var none: BrokerSettings {
        BrokerSettings(host: "", port: 0, clientID: HostConfiguration.hostName)
    }

    private static func broker(_ reader: inout ConfigurationReader) -> DeliveryTarget {
        let host = reader.string("host", default: "127.0.0.1", help: "name or address")
        let isPlain = reader.isText("tls") || !reader.has("tls")
        let port = reader.integer(
            "port", default: isPlain ? 1883 : 8883, in: 1...65_535, help: "TCP port; 8883 with TLS")
        let others = BrokerSettings.Node.read(&reader, port: port)
        var tls: TLSSettings?
        if isPlain {
            _ = reader.choice("tls", default: NoTLS.none, help: "none, or a mapping; the server is always verified")
        }
        // Either form may stand there, so a description has both.
        if !isPlain || reader.purpose == .describe {
            tls = reader.section("tls", help: "none, or a mapping; the server is always verified") { tls in
                let ca = file(&tls, "ca", help: "certificates of the authorities that the server's must come from")
                return TLSSettings(
                    certificateAuthority: ca ?? "",
                    certificate: file(&tls, "certificate", help: "the client's certificate, for mutual TLS"),
                    key: file(&tls, "key", help: "the client's private key"),
                    alpn: tls.optionalString("alpn", help: "protocol name, for example x-amzn-mqtt-ca on port 443"))
            }
        }
        let isHere = ([host] + others.map(\.host)).allSatisfy { ["127.0.0.1", "localhost", "::1"].contains($0) }
        if isPlain, !reader.has("tls"), !isHere {
            reader.fault(at: "host", "a broker on another machine needs tls: (or tls: none, to send in the clear)")
        }
        let clientID = reader.string("clientId", default: HostConfiguration.hostName, help: "MQTT client id")
        if clientID.isEmpty { reader.fault(at: "clientId", "\"clientId\" is empty") }
        let topic = reader.string("topic", neededBy: .run, help: "topic that every event is published to")
        if topic.contains("#") || topic.contains("+") {
            reader.fault(at: "topic", "a topic to publish to holds no # and no +")
        }
        let rejected = reader.optionalString(
            "rejectedTopic", help: "topic under which rejected telemetry is reported, to be counted")
        var target = DeliveryTarget(
            broker: BrokerSettings(host: host, port: port, clientID: clientID, tls: tls), topic: topic,
            platform: nil)
        target.rejectedTopic = rejected
        target.broker.others = others
        return target
    }

    /// A file that must be there and readable.
    private static func file(_ reader: inout ConfigurationReader, _ key: String, help: String) -> String? {
        guard let path = reader.optionalPath(key, help: help) else {
            if key == "ca", reader.purpose == .run { reader.fault(at: key, "\"tls.ca\" is missing: \(help)") }
            return nil
        }
        if reader.purpose == .run, access(path, R_OK) != 0 {
            reader.fault(at: key, "\(path): \(String(cString: strerror(errno)))")
        }
        return path
    }
}
