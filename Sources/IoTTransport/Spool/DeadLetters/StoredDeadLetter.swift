/// A dead letter as the spool keeps it.
public struct StoredDeadLetter: Sendable, Equatable {
    /// What an event was on its way out; such a letter's bytes are the event.
    public struct Event: Sendable, Equatable {
        public var topic: String
        /// The id of its type, for ``ChunkBuilder/append(size:type:_:)``.
        public var typeID: UInt16
        /// `eventType` and `eventSubtype`, as published; empty when the spool knows no name for the id.
        public var type: String
        public var subtype: String
    }

    public var id: Int64
    /// When it died, in seconds since 1970.
    public var at: Int64
    /// The id of the source that it came from.
    public var source: String
    /// The code of the reason, such as `unknown_asset`.
    public var code: String
    /// Why it makes no event, for a person: as it was found last.
    public var reason: String
    /// Where it was: `file:line:column`.
    public var origin: String
    /// The record, document or event; empty where only heads were asked for.
    public var bytes: [UInt8]
    /// How many bytes there are.
    public var size: Int
    /// What is needed to map it again, in the pipeline's own form; nil when that cannot be done.
    public var record: [UInt8]?
    /// For an event that died in delivery.
    public var event: Event?
    /// Tries to make an event of it that failed, beside the first.
    public var attempts: Int
    /// The latest of these, and before them the first reason.
    public var history: [DeadLetterTry]
}
