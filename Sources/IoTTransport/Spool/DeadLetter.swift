/// A record that could not become an event, or an event that delivery gave up, kept to be looked at and tried again.
public struct DeadLetter: Sendable, Equatable {
    /// The id of the source that it came from.
    public var source: String
    /// The kind of fault, for counters: `too_large`, `no_asset`, `poison`.
    public var code: String
    /// Why it was refused, for a person.
    public var reason: String
    /// Where it was: `file:line:column`.
    public var origin: String
    /// The record as it was read, or the event as it was queued.
    public var bytes: [UInt8]
    /// The topic of an event that delivery gave up; nil for a record.
    public var topic: String?
    /// The id of that event's type, from ``Spool/typeID(eventType:eventSubtype:)``.
    public var type: UInt16?
    /// What it takes to make an event of a record again; the spool does not look into it.
    public var record: [UInt8]?

    /// A dead letter with all that is known about it.
    public init(
        source: String, code: String = "", reason: String, origin: String, bytes: [UInt8], topic: String? = nil,
        type: UInt16? = nil, record: [UInt8]? = nil
    ) {
        self.source = source
        self.code = code
        self.reason = reason
        self.origin = origin
        self.bytes = bytes
        self.topic = topic
        self.type = type
        self.record = record
    }

    /// What it occupies in memory, about.
    var memoryBytes: Int { bytes.count + reason.utf8.count + origin.utf8.count + (record?.count ?? 0) + 128 }
}
