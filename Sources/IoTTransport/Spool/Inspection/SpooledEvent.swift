/// An event that waits in the spool.
public struct SpooledEvent: Sendable, Equatable {
    public let chunk: Int64
    public let topic: String
    public let eventType: String
    public let eventSubtype: String
    public let bytes: [UInt8]
}
