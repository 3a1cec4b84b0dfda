/// A record that could not become an event, kept to be looked at.
public struct DeadLetter: Sendable, Equatable {
    /// The id of the source that it came from.
    public var source: String
    /// Why it was refused, for a person.
    public var reason: String
    /// Where it was: `file:line:column`.
    public var origin: String
    /// The record as it was read.
    public var bytes: [UInt8]

    /// A dead letter with all that is known about it.
    public init(source: String, reason: String, origin: String, bytes: [UInt8]) {
        self.source = source
        self.reason = reason
        self.origin = origin
        self.bytes = bytes
    }

    /// What it occupies in memory, about.
    var memoryBytes: Int { bytes.count + reason.utf8.count + origin.utf8.count + 128 }
}
