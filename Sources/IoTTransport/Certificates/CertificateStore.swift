import Foundation

/// A device's identity on disk, as the platform's clients keep it: certificate, key, client id, and what is needed to
/// connect without asking the platform first.
public struct CertificateStore: Sendable {
    /// The broker, with mutual TLS, that the store is for.
    public let broker: BrokerSettings
    /// Where telemetry goes on the newer platform, and whose it is; nil when provisioning did not say.
    public let telemetryTopic: String?
    public let organisationID: String?

    /// Why a store cannot be used; says which file, and what it is for.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    /// Reads a store. Accepts the file names that older clients used.
    /// - Throws: ``Fault`` naming the first file that is missing or cannot be understood.
    public init(folder: String) throws(Fault) {
        func file(_ names: [String], _ what: String) throws(Fault) -> String {
            for name in names where FileManager.default.isReadableFile(atPath: "\(folder)/\(name)") {
                return "\(folder)/\(name)"
            }
            throw Fault(description: "\(folder)/\(names[0]) (\(what)) is missing or cannot be read")
        }
        let authority = try file(["amazonRootCA1.pem", "AmazonRootCA1.pem"], "the broker's certificate authority")
        let certificate = try file(["deviceCert.cert", "deviceCert.pem"], "the device's certificate")
        let key = try file(["devicePrivateKey.pem"], "the device's private key")
        let clientFile = try file(["clientID.txt", "ClientID.txt"], "the device's client id")
        let propertiesFile = try file(["properties.json"], "mqtt_endpoint and mqtt_port of the platform")

        let clientID = Self.text(clientFile)
        guard !clientID.isEmpty else { throw Fault(description: "\(clientFile) is empty") }
        let data = FileManager.default.contents(atPath: propertiesFile) ?? Data()
        guard let properties = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let host = properties["mqtt_endpoint"] as? String, !host.isEmpty
        else { throw Fault(description: "\(propertiesFile): \"mqtt_endpoint\" is missing") }
        let port = properties["mqtt_port"] as? Int ?? Int(properties["mqtt_port"] as? String ?? "") ?? 8883
        telemetryTopic = (properties["telemetry_topic"] as? String).flatMap { $0.isEmpty ? nil : $0 }
        organisationID = (properties["org_id"] as? String).flatMap { $0.isEmpty ? nil : $0 }
        // Port 443 carries MQTT only for clients that ask for it by ALPN.
        let alpn = port == 443 ? "x-amzn-mqtt-ca" : nil
        broker = BrokerSettings(
            host: host, port: port, clientID: clientID,
            tls: TLSSettings(certificateAuthority: authority, certificate: certificate, key: key, alpn: alpn))
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
