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
