/// How far a source has read, in the adapter's own words: bytes that only the adapter understands.
///
/// A checkpoint is stored in the same transaction as the records it covers, and handed back when the source starts again.
/// Keep it small (a few kilobytes at most).
public struct Checkpoint: Sendable, Equatable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The bytes as text; what is no UTF-8 is replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
