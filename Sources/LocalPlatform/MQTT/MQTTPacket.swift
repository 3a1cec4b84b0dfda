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
