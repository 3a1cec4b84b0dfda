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
