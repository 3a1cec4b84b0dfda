/// One record of a batch: where its payload lies, and what the host needs to make an event of it.
public struct Record: Sendable {
    /// Where a record stood in its document: line and column, both from 1, or a row as line and column 0.
    public struct Origin: Sendable, Equatable {
        public var line: Int
        public var column: Int

        @inlinable
        public init(line: Int, column: Int = 0) {
            self.line = line
            self.column = column
        }
    }

    /// Index into ``RecordBatch/kinds``.
    public var kind: Int
    /// Index into ``RecordBatch/assetKeys``, or nil when the record names no machine.
    public var assetKey: Int?
    /// Bytes of ``RecordBatch/bytes``.
    public var payload: Range<Int>
    public var time: Timestamp
    /// What makes the record this one and no other: it must not depend on when it is read. For records of a file, the
    /// document's hash mixed with the record's position.
    public var identity: ContentHash
    public var origin: Origin
    /// Why no event can be made of it, or nil. Such a record goes to the dead letters with its payload's bytes.
    public var refusal: String?

    @inlinable
    public init(
        kind: Int, assetKey: Int?, payload: Range<Int>, time: Timestamp, identity: ContentHash, origin: Origin,
        refusal: String? = nil
    ) {
        self.kind = kind
        self.assetKey = assetKey
        self.payload = payload
        self.time = time
        self.identity = identity
        self.origin = origin
        self.refusal = refusal
    }
}
