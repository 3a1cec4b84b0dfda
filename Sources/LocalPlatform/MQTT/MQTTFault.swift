/// Why a connection must be closed: the bytes are no packet that MQTT 3.1.1 allows.
enum MQTTFault: Error, Equatable, CustomStringConvertible {
    case malformed(String)
    case tooLarge(Int, limit: Int)

    var description: String {
        switch self {
        case .malformed(let what): "malformed packet: \(what)"
        case .tooLarge(let size, let limit): "a packet of \(size) bytes; at most \(limit) are taken"
        }
    }
}
