import AdapterAPI

/// The reading of one whole document, a batch at a time.
final class CSVReading {
    enum Progress {
        /// Send the batch, if there is one, and go on.
        case more
        case end
        /// Send the batch, then refuse the document.
        case fault(DocumentFault)
    }

    private struct Counts {
        var records = 0
        var rows: UInt64 = 0
    }

    private let feed: RowFeed
    private let mapper: RowMapper
    private let recordsToSkip: Int
    private let contentHash: ContentHash
    private let counts = Box(Counts())
    private var hasStarted = false

    /// Rows skipped between two looks at whether the source was stopped.
    private static let skippedAtATime = 16_384

    /// Reads the whole document once for its hash.
    @inline(never)
    init(
        _ document: Document, _ options: CSVOptions, recordsToSkip: Int, explains: Bool = false,
        pieceSize: Int = RowBuffer.pieceSize
    ) throws {
        self.recordsToSkip = recordsToSkip
        contentHash = try document.contentHash()
        feed = try RowFeed(document, options.layout, pieceSize: pieceSize)
        let time = Timestamp(
            secondsSince1970: document.modified.seconds, nanoseconds: document.modified.nanoseconds, zone: options.zone)
        mapper = RowMapper(options, document: document.name, fallbackTime: time, explains: explains)
    }

    var batch: RecordBatch { mapper.batch }

    /// Records found so far, skipped ones included.
    var recordsTaken: Int { counts.pointer.pointee.records }

    /// Rows found so far, those that are no records included: identities depend on it.
    private var row: UInt64 { counts.pointer.pointee.rows }

    /// Empties the batch after it was sent.
    func emptyBatch() { mapper.emptyBatch() }

    /// Reads rows until the batch is full or the document ends.
    /// - Throws: ``FileFault`` when reading fails.
    // Its typed errors, inlined into an async function, crash the optimiser of Swift 6.3.
    @inline(never)
    func fill() throws -> Progress {
        defer { mapper.finishCounts() }
        do {
            try start()
            let first = row
            while try feed.next() {
                take()
                if mapper.isFull || (row - first >= Self.skippedAtATime && !mapper.hasRecords) { return .more }
            }
            return .end
        } catch let fault as DocumentFault {
            var fault = fault
            fault.recordsTaken = recordsTaken
            return .fault(fault)
        } catch let fault as FileFault {
            throw fault
        } catch {
            return .fault(DocumentFault(line: feed.line, reason: "\(error)", recordsTaken: recordsTaken))
        }
    }

    /// Reads up to the first row, once.
    private func start() throws {
        if hasStarted { return }
        hasStarted = true
        _ = try feed.skipPreamble(mapper.text)
        if !mapper.options.layout.names.isEmpty { return try mapper.useConfiguredNames() }
        guard try feed.next() else { throw DocumentFault(line: 1, reason: "there is no header row") }
        try mapper.takeHeader(feed)
    }

    private func take() {
        let counts = counts.pointer
        counts.pointee.rows += 1
        if mapper.ignores(feed) { return }
        counts.pointee.records += 1
        if counts.pointee.records > recordsToSkip {
            mapper.append(feed, identity: contentHash.mixed(with: counts.pointee.rows))
        }
    }
}
