/// What a record says it is: the same for very many records, so a batch holds each kind once.
public struct RecordKind: Hashable, Sendable {
    /// The event's type, as header profile v3 names it (`presscenter.oda`); v1 renames where it must.
    public var eventType: String
    public var eventSubtype: String
    /// The version of the payload's shape.
    public var payloadVersion: Int

    public init(eventType: String, eventSubtype: String, payloadVersion: Int = 1) {
        self.eventType = eventType
        self.eventSubtype = eventSubtype
        self.payloadVersion = payloadVersion
    }
}
