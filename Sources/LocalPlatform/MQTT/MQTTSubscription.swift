/// A topic filter and the quality of service asked for.
struct MQTTSubscription: Sendable, Equatable {
    static let refused: UInt8 = 0x80

    var filter: String
    var qualityOfService: UInt8
}
