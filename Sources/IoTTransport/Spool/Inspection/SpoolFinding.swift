/// Something that is wrong with a spool.
public struct SpoolFinding: Sendable, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        /// The structure of the file.
        case page
        /// A chunk whose bytes are not those that were stored.
        case chunk
        /// A checkpoint that is not the one that was stored.
        case checkpoint
        /// Counters that contradict each other or the rows.
        case counters
    }

    public let kind: Kind
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
