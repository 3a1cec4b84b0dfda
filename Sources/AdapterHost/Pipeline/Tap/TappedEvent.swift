public import AdapterAPI

/// An event as it passed into the spool, for somebody who watches.
public struct TappedEvent: Sendable {
    /// Counts what this reader was offered, so that a gap shows what it lost.
    public let sequence: Int
    /// When it passed.
    public let at: Timestamp
    /// The id of its source.
    public let source: String
    /// As published; empty when the spool knows no name for it.
    public let type: String
    public let subtype: String
    public let topic: String
    /// The event, JSON in UTF-8.
    public let bytes: [UInt8]
}
