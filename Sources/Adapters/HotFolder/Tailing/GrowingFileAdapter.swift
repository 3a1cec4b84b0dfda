public import AdapterAPI

/// An adapter that can read files while they grow: what ``TailFolder`` feeds.
public protocol GrowingFileAdapter: SourceAdapter {
    /// A reading of one file that goes on at a position, or begins at the start.
    ///
    /// A record's identity must follow from ``TailPosition/head``, its offset and its bytes alone: then it is the same in a
    /// copy of the file, and in the file written anew.
    /// - Parameter clock: for the time of records that say none.
    func reading(of document: Document, at position: TailPosition?, clock: AdapterClock) -> any GrowingReading
}

/// The reading of one growing file. Used by one task at a time.
public protocol GrowingReading: AnyObject {
    /// Reads records that are there as a whole, until the batch is full or there are no more.
    ///
    /// - Parameter isFinal: whether nothing will follow, so that the last line needs no line end.
    /// - Returns: The records, and the position behind them; nil when there are none yet.
    /// - Throws: ``DocumentFault`` when the file cannot be read at all (its header is wrong), or ``FileFault``.
    func fill(isFinal: Bool) throws -> GrowingBatch?
}

/// Records of a growing file.
public struct GrowingBatch: Sendable {
    public var records: RecordBatch
    /// Behind them.
    public var position: TailPosition

    public init(records: RecordBatch, position: TailPosition) {
        self.records = records
        self.position = position
    }
}
