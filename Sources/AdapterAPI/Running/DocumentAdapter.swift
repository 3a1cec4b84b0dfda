/// An adapter whose source is files, one document each: what `convert` can use, and what a hot folder feeds.
public protocol DocumentAdapter: SourceAdapter {
    /// Whether a file looks like one of this adapter's, by its name and its first bytes (up to a few hundred).
    static func recognises(name: String, head: [UInt8]) -> Bool

    /// Reads one document from its start and sends its records in their order.
    ///
    /// Records found before a fault are sent. The document's records must be the same, with the same identities, each
    /// time it is read; that is how a reading that was cut short goes on (the sink skips what it already has).
    /// - Throws: ``DocumentFault`` when the document is at fault; anything else when the reading itself failed.
    func read(_ document: Document, to sink: any DocumentSink) async throws
}

/// Takes the records of one document.
public protocol DocumentSink: Sendable {
    /// Records of this document that were taken in an earlier reading and must not be sent again: a reader counts as many
    /// records from the start and leaves them out.
    var recordsToSkip: Int { get }

    /// What the last batch with a ``RecordBatch/memory`` carried, of this document or an earlier one of the same source;
    /// empty at first, and always where documents stand alone (`convert`).
    var memory: [UInt8] { get }

    /// Whether to say with each record which rules gave its header (``RecordBatch/explain(_:)``).
    var wantsExplanations: Bool { get }

    /// Takes the next records. `recordsTaken` counts all of the document's records up to and with this batch, skipped
    /// ones included.
    func send(_ batch: RecordBatch, recordsTaken: Int) async throws
}

extension DocumentSink {
    public var memory: [UInt8] { [] }
    public var wantsExplanations: Bool { false }
}
