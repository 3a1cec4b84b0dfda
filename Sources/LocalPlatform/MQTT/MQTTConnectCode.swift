/// MQTT 3.1.1 section 3.2.2.3.
enum MQTTConnectCode: UInt8, Sendable {
    case accepted = 0
    case unacceptableProtocol = 1
    case identifierRejected = 2
    case serverUnavailable = 3
    case badCredentials = 4
    case notAuthorized = 5
}
