@testable import LocalPlatform

/// The platform's shadow service, the one of the local platform, as topics and bytes.
struct ModelShadow {
    typealias Message = (topic: String, payload: [UInt8])

    private var service = ShadowService()

    /// Nil for a topic that is no request to it.
    mutating func answer(_ topic: String, _ payload: [UInt8], second: Int64) -> [Message]? {
        guard let request = ShadowRequest(topic: topic, payload: payload) else { return nil }
        return service.handle(request, second: second).messages.map { ($0.topic, $0.body.bytes) }
    }
}
