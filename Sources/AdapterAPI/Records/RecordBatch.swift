/// Records on their way to the host, with their payloads back to back in one piece of memory.
///
/// A batch of a few hundred records, or some 256 KiB, is a good size: see ``isFull``. All of a batch and the checkpoint
/// that is sent with it enter the spool in one transaction.
public struct RecordBatch: Sendable {
    /// The payloads, each a JSON value in UTF-8.
    public private(set) var bytes: [UInt8] = []
    public private(set) var records: [Record] = []
    public private(set) var kinds: [RecordKind] = []
    public private(set) var assetKeys: [String] = []
    /// Why records are refused, in words that begin with a code: `too_large: …`.
    public private(set) var refusals: [String] = []
    /// The document that the records come from, for messages and dead letters: a file's name.
    public var document: String
    /// What was noticed on the way (`timestamp_fallback`, `key_collision`), counted with the batch.
    public var counts: [String: Int] = [:]

    /// What the adapter wants to remember from here on, handed back as ``DocumentSink/memory``: stored in the transaction
    /// of this batch. Nil: no change.
    public var memory: [UInt8]?
    /// In words, which rules gave a record what it says, by the record's index; only where someone asked (`--explain`).
    public private(set) var explanations: [Int: [String]] = [:]
    /// In words, what was recognised and what was left out, with its place; only where someone asked (`--explain`).
    public private(set) var remarks: [(origin: Record.Origin, words: String)] = []

    /// Records from which on batches made in this task are full, in place of ``recordTarget``: the test kit makes it
    /// small, so that few records give many checkpoints.
    @TaskLocal package static var taskRecordTarget = recordTarget
    @usableFromInline let fullRecords: Int

    private var kindIndex: [RecordKind: Int] = [:]
    private var assetIndex: [String: Int] = [:]

    /// The count of documents that could not be read to their end: a run that ends when idle then ends with a failure.
    public static let refusedDocuments = "documents_refused"

    /// Records from which on a batch should be sent.
    public static let recordTarget = 512
    /// Payload bytes from which on a batch should be sent.
    public static let byteTarget = 256 * 1024

    public init(document: String = "") {
        self.document = document
        fullRecords = Self.taskRecordTarget
    }

    public var isEmpty: Bool { records.isEmpty && counts.isEmpty && memory == nil && remarks.isEmpty }

    /// Whether it is time to send: ``recordTarget`` or ``byteTarget`` is reached.
    @inlinable
    public var isFull: Bool { records.count >= fullRecords || bytes.count >= Self.byteTarget }

    /// The index of a kind, for ``Record/kind``.
    public mutating func index(of kind: RecordKind) -> Int {
        if let found = kindIndex[kind] { return found }
        kinds.append(kind)
        kindIndex[kind] = kinds.count - 1
        return kinds.count - 1
    }

    /// The index of an asset key, for ``Record/assetKey``.
    public mutating func index(ofAssetKey key: String) -> Int {
        if let found = assetIndex[key] { return found }
        assetKeys.append(key)
        assetIndex[key] = assetKeys.count - 1
        return assetKeys.count - 1
    }

    /// Appends a record whose payload is JSON already.
    public mutating func append(
        payload: UnsafeRawBufferPointer, kind: Int, assetKey: Int?, time: Timestamp, identity: ContentHash,
        origin: Record.Origin, refusal: String? = nil, dropsRepeats: Bool = false
    ) {
        let start = bytes.count
        bytes.append(contentsOf: payload)
        records.append(
            Record(
                kind: kind, assetKey: assetKey, payload: start..<bytes.count, time: time, identity: identity,
                origin: origin, refusal: refusal.map { note(refusal: $0) }, dropsRepeats: dropsRepeats))
    }

    /// Appends a record whose payload `write` writes: exactly one JSON value.
    public mutating func append(
        _ kind: RecordKind, assetKey: String?, time: Timestamp, identity: ContentHash, origin: Record.Origin,
        write: (inout PayloadWriter) -> Void
    ) {
        let kindIndex = index(of: kind)
        let assetIndex = assetKey.map { index(ofAssetKey: $0) }
        let start = bytes.count
        var writer = PayloadWriter(appendingTo: bytes)
        bytes = []
        write(&writer)
        bytes = writer.bytes
        records.append(
            Record(
                kind: kindIndex, assetKey: assetIndex, payload: start..<bytes.count, time: time, identity: identity,
                origin: origin))
    }

    /// Appends a record that could not be read: it goes to the dead letters with the reason and its original bytes.
    public mutating func appendRefused(
        _ kind: RecordKind, original: UnsafeRawBufferPointer, reason: String, identity: ContentHash,
        origin: Record.Origin
    ) {
        append(
            payload: original, kind: index(of: kind), assetKey: nil, time: Timestamp(secondsSince1970: 0),
            identity: identity, origin: origin, refusal: reason)
    }

    private mutating func note(refusal: String) -> Int {
        refusals.append(refusal)
        return refusals.count - 1
    }

    /// Explains the record that is appended next.
    public mutating func explain(_ words: [String]) {
        explanations[records.count] = words
    }

    /// Notes something about the document itself.
    public mutating func remark(_ words: String, at origin: Record.Origin) {
        remarks.append((origin, words))
    }

    /// Counts something worth a number.
    public mutating func count(_ name: String, _ times: Int = 1) {
        counts[name, default: 0] += times
    }

    /// Where a record stood, for people: `document:line:column`, as far as known.
    public func place(of record: Record) -> String {
        let origin = record.origin
        return origin.column == 0 ? "\(document):\(origin.line)" : "\(document):\(origin.line):\(origin.column)"
    }

    /// Empties the batch and keeps its memory for the next records.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        kinds.removeAll(keepingCapacity: true)
        assetKeys.removeAll(keepingCapacity: true)
        refusals.removeAll(keepingCapacity: true)
        kindIndex.removeAll(keepingCapacity: true)
        assetIndex.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        explanations.removeAll()
        remarks.removeAll()
        memory = nil
    }
}
