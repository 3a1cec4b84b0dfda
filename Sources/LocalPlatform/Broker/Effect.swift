/// What the platform decided; the shell does it, in this order.
enum Effect: Sendable, Equatable {
    /// The delay is a fault, in nanoseconds.
    case send(ConnectionID, MQTTPacket, delay: Int64)
    /// After what was sent before; at once when the cut is a fault of the platform.
    case close(ConnectionID, atOnce: Bool)
    /// Read nothing more for so many nanoseconds.
    case pause(ConnectionID, Int64)
    /// Read from no connection, or from all again.
    case reading(Bool)
    case event(EventSummary)
    case shadow(ShadowID, document: JSONValue)
    case storeShadows
    case storeAssets
    case log(String)
}
