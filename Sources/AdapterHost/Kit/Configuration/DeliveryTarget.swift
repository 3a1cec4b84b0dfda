import AdapterAPI
import Glibc
import IoTTransport
import Pipeline

/// Where events go: the platform, through a certificate store, or a broker of one's own.
struct DeliveryTarget {
    var broker: BrokerSettings
    var topic: String
    /// Whether the platform's limits apply.
    var isPlatform: Bool
    /// Where the platform reports telemetry that it rejects; nil when nowhere.
    var rejectedTopic: String?

    private enum NoTLS: String, CaseIterable { case none }

    /// Reads `platform:` or `broker:`, one of which must stand there.
    init(
        _ reader: inout ConfigurationReader, profile: HeaderProfile, environmentName: String?,
        environment: [String: String]
    ) {
        let platform = reader.section("platform", help: "the IoT platform; instead of broker:") {
            Self.platform(&$0, profile: profile, environmentName: environmentName, environment: environment)
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
                isPlatform: false)
    }

    private init(broker: BrokerSettings, topic: String, isPlatform: Bool, rejectedTopic: String? = nil) {
        self.rejectedTopic = rejectedTopic
        self.broker = broker
        self.topic = topic
        self.isPlatform = isPlatform
    }

    private static func platform(
        _ reader: inout ConfigurationReader, profile: HeaderProfile, environmentName: String?,
        environment: [String: String]
    ) -> DeliveryTarget {
        let configured = reader.string(
            "environment", default: "stg", help: "dev, stg, prd: names the file env.{environment} beside this one")
        let storeFolder = reader.path(
            "certificateStore", default: "certificate_store", help: "folder of the device's certificate and key")
        let name = environmentName ?? configured
        guard reader.purpose == .run else { return DeliveryTarget(broker: none, topic: "", isPlatform: true) }
        let file = EnvironmentFile(
            path: reader.folder + "/env." + name, environment: environment, report: reader.report)
        let topic = "$aws/rules/iot_data_platform_telemetry_\(file.stage)"
        do {
            let store = try CertificateStore(folder: storeFolder)
            let rejected = "\(file.stage)/telemetryData/\(store.broker.clientID)/rejected"
            guard profile == .v3 else {
                return DeliveryTarget(broker: store.broker, topic: topic, isPlatform: true, rejectedTopic: rejected)
            }
            let topicV3 = Self.topicV3(of: store)
            if topicV3 == nil {
                reader.fault(
                    at: "certificateStore",
                    "\(storeFolder)/properties.json: header v3 needs \"telemetry_topic\" and \"org_id\": they come with "
                        + "provisioning v4 (or set header: v1)")
            }
            return DeliveryTarget(broker: store.broker, topic: topicV3 ?? "", isPlatform: true, rejectedTopic: rejected)
        } catch {
            reader.fault(at: "certificateStore", "\(error)")
            return DeliveryTarget(broker: none, topic: topic, isPlatform: true)
        }
    }

    /// `{telemetryTopic}/{orgId}/{clientId}`, as provisioning returned them.
    private static func topicV3(of store: CertificateStore) -> String? {
        guard let topic = store.telemetryTopic, let organisation = store.organisationID else { return nil }
        return "\(topic)/\(organisation)/\(store.broker.clientID)"
    }

    private static var none: BrokerSettings { BrokerSettings(host: "", port: 0, clientID: "") }

    private static func broker(_ reader: inout ConfigurationReader) -> DeliveryTarget {
        let host = reader.string("host", default: "127.0.0.1", help: "name or address")
        let isPlain = reader.isText("tls") || !reader.has("tls")
        let port = reader.integer(
            "port", default: isPlain ? 1883 : 8883, in: 1...65_535, help: "TCP port; 8883 with TLS")
        var tls: TLSSettings?
        if isPlain && reader.purpose != .describe {
            _ = reader.choice("tls", default: NoTLS.none, help: "none, or a mapping with ca, certificate and key")
        } else {
            tls = reader.section("tls", help: "none, or a mapping; the server is always verified") { tls in
                let ca = file(&tls, "ca", help: "certificates of the authorities that the server's must come from")
                return TLSSettings(
                    certificateAuthority: ca ?? "",
                    certificate: file(&tls, "certificate", help: "the client's certificate, for mutual TLS"),
                    key: file(&tls, "key", help: "the client's private key"),
                    alpn: tls.optionalString("alpn", help: "protocol name, for example x-amzn-mqtt-ca on port 443"))
            }
        }
        if isPlain, !reader.has("tls"), host != "127.0.0.1", host != "localhost", host != "::1" {
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
            isPlatform: false)
        target.rejectedTopic = rejected
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
