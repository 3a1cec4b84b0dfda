/// One record of a batch: where its payload lies, and what the host needs to make an event of it.
///
/// Plain bytes without references, since there are very many of them.
public struct Record: Sendable, BitwiseCopyable {
    /// Where a record stood in its document: line and column, both from 1, or a row as line and column 0.
    public struct Origin: Sendable, Equatable, BitwiseCopyable {
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
    /// Where the payload begins and ends in ``RecordBatch/bytes``.
    public var payloadStart: Int
    public var payloadEnd: Int
    public var time: Timestamp
    /// What makes the record this one and no other: it must not depend on when it is read. For records of a file, the
    /// document's hash mixed with the record's position.
    public var identity: ContentHash
    public var origin: Origin
    /// Index into ``RecordBatch/refusals`` when no event can be made of it: such a record goes to the dead letters with
    /// its payload's bytes.
    public var refusal: Int?
    /// Whether the same identity again is the same fact sent again, to be dropped as `duplicate` (a JMF message, an audit
    /// of a cumulative AuditPool), and not a second fact.
    public var dropsRepeats: Bool

    @inlinable
    public init(
        kind: Int, assetKey: Int?, payload: Range<Int>, time: Timestamp, identity: ContentHash, origin: Origin,
        refusal: Int? = nil, dropsRepeats: Bool = false
    ) {
        self.kind = kind
        self.assetKey = assetKey
        payloadStart = payload.lowerBound
        payloadEnd = payload.upperBound
        self.time = time
        self.identity = identity
        self.origin = origin
        self.refusal = refusal
        self.dropsRepeats = dropsRepeats
    }
}
