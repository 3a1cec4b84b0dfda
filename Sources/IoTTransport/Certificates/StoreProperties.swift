import Foundation

/// `properties.json` of a certificate store: what is needed to connect without asking the platform first.
public struct StoreProperties: Sendable, Equatable {
    /// The broker's name (`mqtt_endpoint`).
    public var endpoint: String
    /// Its TCP port (`mqtt_port`).
    public var port: Int
    /// The topic for telemetry (`telemetry_topic`), when the platform names one.
    public var telemetryTopic: String?
    public var clientID: String?
    public var organizationID: String?
    public var machineID: String?
    public var siteID: String?

    public init(endpoint: String, port: Int = 8883, telemetryTopic: String? = nil, clientID: String? = nil) {
        self.endpoint = endpoint
        self.port = port
        self.telemetryTopic = telemetryTopic
        self.clientID = clientID
    }

    /// Why a file cannot be used.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// Reads the file. A number may stand in quotes, as some clients wrote the port.
    public init(json: [UInt8]) throws(Fault) {
        let bytes = json.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(json.dropFirst(3)) : json
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw Fault(description: "it is not a JSON object")
        }
        func text(_ key: String) -> String? {
            let value = (object[key] as? String)?.trimmingCharacters(in: .whitespacesAndNewlines)
            return value?.isEmpty == false ? value : nil
        }
        guard let endpoint = text("mqtt_endpoint") else { throw Fault(description: "\"mqtt_endpoint\" is missing") }
        guard !endpoint.contains("/"), !endpoint.contains(" ") else {
            throw Fault(description: "\"mqtt_endpoint\" must be a host's name, without mqtts:// and without a path")
        }
        var port: Int? = 8883
        if let number = object["mqtt_port"] as? Int { port = number }
        if let digits = text("mqtt_port") { port = Int(digits) }
        guard let port, (1...65_535).contains(port) else {
            throw Fault(description: "\"mqtt_port\" must be a number from 1 to 65535")
        }
        let topic = text("telemetry_topic")
        if let topic, topic.contains("#") || topic.contains("+") {
            throw Fault(description: "\"telemetry_topic\" must hold no # and no +")
        }
        self.init(endpoint: endpoint, port: port, telemetryTopic: topic, clientID: text("client_id"))
        organizationID = text("org_id")
        machineID = text("machine_id")
        siteID = text("site_id")
    }

    /// As the file holds it.
    public func json() -> [UInt8] {
        var object: [String: Any] = ["mqtt_endpoint": endpoint, "mqtt_port": port]
        let texts = [
            "telemetry_topic": telemetryTopic, "client_id": clientID, "org_id": organizationID,
            "machine_id": machineID, "site_id": siteID,
        ]
        for (key, value) in texts { object[key] = value }
        let data = try? JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return Array(data ?? Data()) + Array("\n".utf8)
    }
}
