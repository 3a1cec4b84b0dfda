/// A control packet of MQTT 3.1.1, without those of QoS 2, which the platform does not speak.
enum MQTTPacket: Sendable, Equatable {
    case connect(MQTTConnect)
    case connack(sessionPresent: Bool, code: MQTTConnectCode)
    case publish(MQTTPublish)
    case puback(UInt16)
    case subscribe(UInt16, [MQTTSubscription])
    /// What was granted for each filter: a quality of service, or ``MQTTSubscription/refused``.
    case suback(UInt16, [UInt8])
    case unsubscribe(UInt16, [String])
    case unsuback(UInt16)
    case pingreq
    case pingresp
    case disconnect
}

/// MQTT 3.1.1 section 3.2.2.3.
enum MQTTConnectCode: UInt8, Sendable {
    case accepted = 0
    case unacceptableProtocol = 1
    case identifierRejected = 2
    case serverUnavailable = 3
    case badCredentials = 4
    case notAuthorized = 5
}

/// A topic filter and the quality of service asked for.
struct MQTTSubscription: Sendable, Equatable {
    static let refused: UInt8 = 0x80

    var filter: String
    var qualityOfService: UInt8
}

/// A message on its way.
struct MQTTPublish: Sendable, Equatable {
    var topic: String
    var payload: [UInt8]
    var qualityOfService: UInt8 = 0
    /// 0 with quality of service 0.
    var packetID: UInt16 = 0
    var isRetained = false
    var isDuplicate = false
}

/// What a client says first.
struct MQTTConnect: Sendable, Equatable {
    var protocolName = "MQTT"
    var protocolLevel: UInt8 = 4
    var clientID: String
    var isCleanSession = true
    /// Seconds; 0 for none.
    var keepAlive: UInt16 = 60
    var will: MQTTPublish?
    var username: String?
    var password: [UInt8]?
}
