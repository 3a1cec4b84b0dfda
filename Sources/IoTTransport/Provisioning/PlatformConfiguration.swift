import Foundation
import IoTTransport

/// What the platform tells every device before it is one.
public struct PlatformConfiguration: Sendable, Equatable, Codable {
    /// The broker's certificate authorities, PEM.
    public var authority: String
    public var endpoint: String
    public var port: Int
    /// Where the device's certificate is asked for.
    public var provisioningURL: String
    public var telemetryTopic: String?

    public init(
        authority: String, endpoint: String, port: Int, provisioningURL: String, telemetryTopic: String? = nil
    ) {
        self.authority = authority
        self.endpoint = endpoint
        self.port = port
        self.provisioningURL = provisioningURL
        self.telemetryTopic = telemetryTopic
    }

    /// Reads `{ connectivity: { serverRootCA, mqttEndPoint, mqttPort }, provisioning: { provisioningURL } }`. The
    /// authority may still be an address.
    init(json: [UInt8]) throws(AnswerFault) {
        let object = try AnswerFault.object(json)
        let connectivity = object["connectivity"] as? [String: Any] ?? [:]
        let provisioning = object["provisioning"] as? [String: Any] ?? [:]
        authority = try AnswerFault.text(connectivity, "serverRootCA", "connectivity.serverRootCA")
        endpoint = try AnswerFault.text(connectivity, "mqttEndPoint", "connectivity.mqttEndPoint")
        let port = connectivity["mqttPort"] as? Int ?? Int(connectivity["mqttPort"] as? String ?? "")
        guard connectivity["mqttPort"] == nil || port.map((1...65_535).contains) == true else {
            throw AnswerFault(description: "\"connectivity.mqttPort\" is no port")
        }
        self.port = port ?? 8883
        provisioningURL = try AnswerFault.text(provisioning, "provisioningURL", "provisioning.provisioningURL")
        telemetryTopic = provisioning["telemetryTopic"] as? String
    }

    /// What of it goes into the store.
    func properties(clientID: String) -> StoreProperties {
        StoreProperties(endpoint: endpoint, port: port, telemetryTopic: telemetryTopic, clientID: clientID)
    }
}

/// Why a JSON answer cannot be used; says which value, never what it was.
struct AnswerFault: Error, Equatable, CustomStringConvertible {
    let description: String

    static func object(_ json: [UInt8]) throws(AnswerFault) -> [String: Any] {
        guard let object = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] else {
            throw AnswerFault(description: "it is not a JSON object")
        }
        return object
    }

    static func text(_ object: [String: Any], _ key: String, _ path: String) throws(AnswerFault) -> String {
        let text = (object[key] as? String)?.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let text, !text.isEmpty else { throw AnswerFault(description: "\"\(path)\" is missing or empty") }
        return text
    }
}
