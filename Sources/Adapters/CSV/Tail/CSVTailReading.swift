import AdapterAPI
import HotFolder

/// The reading of one growing table.
///
/// A row's identity follows from the file's beginning (all up to the end of its first row), from its offset and from its
/// bytes: it is the same in a copy, in the file written anew, and whenever it is read.
final class CSVTailReading: GrowingReading {
    private let document: Document
    private let options: CSVOptions
    private let mapper: RowMapper
    private let clock: AdapterClock
    private let pieceSize: Int
    private var position: TailPosition?
    private var feed: RowFeed?

    init(
        _ document: Document, _ options: CSVOptions, at position: TailPosition?, clock: AdapterClock,
        pieceSize: Int = RowBuffer.pieceSize
    ) {
        self.document = document
        self.options = options
        self.position = position
        self.pieceSize = pieceSize
        self.clock = clock
        mapper = RowMapper(
            options, document: document.name, fallbackTime: Timestamp(secondsSince1970: 0), dropsRepeats: true)
    }

    func fill(isFinal: Bool) throws -> GrowingBatch? {
        mapper.emptyBatch()
        let (seconds, nanoseconds) = clock.now()
        mapper.use(
            fallbackTime: Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds, zone: options.zone))
        guard let feed = try self.feed ?? open(isFinal: isFinal) else { return nil }
        self.feed = feed
        let before = position
        while !mapper.isFull, try next(feed) { try take(feed) }
        mapper.finishCounts()
        // What comes when the file has grown is read anew from there.
        if !mapper.isFull { self.feed = nil }
        guard let position, position != before else { return nil }
        return GrowingBatch(records: mapper.batch, position: position)
    }

    /// A feed that stands at the next row; nil when the header is not there yet.
    private func open(isFinal: Bool) throws -> RowFeed? {
        if let position, mapper.layout != nil { return try feed(at: position, isFinal) }
        let feed = try RowFeed(document, options.layout, isFinal: isFinal, pieceSize: pieceSize)
        guard try feed.skipPreamble(mapper.text) else { return nil }
        if options.layout.names.isEmpty {
            guard try feed.next() else { return nil }
            try mapper.takeHeader(feed)
        } else {
            try mapper.useConfiguredNames()
        }
        return try position.map { try self.feed(at: $0, isFinal) } ?? feed
    }

    private func feed(at position: TailPosition, _ isFinal: Bool) throws -> RowFeed {
        try RowFeed(
            document, options.layout, from: position.offset, line: position.line, isFinal: isFinal, pieceSize: pieceSize
        )
    }

    /// Finds the next row. One that has no end is passed over up to its line's end, and refused: else a lost quote would
    /// stop the file for ever.
    private func next(_ feed: RowFeed) throws -> Bool {
        do {
            return try feed.next()
        } catch let fault as DocumentFault {
            guard try feed.skipDamagedLine() else { throw fault }
            let identity = try note(feed)
            mapper.refuse(feed, "bad_row: \(fault.reason)", identity)
            return try next(feed)
        }
    }

    private func take(_ feed: RowFeed) throws {
        let identity = try note(feed)
        if !mapper.ignores(feed) { mapper.append(feed, identity: identity) }
    }

    /// Moves the position behind the row, and gives the row's identity.
    private func note(_ feed: RowFeed) throws -> ContentHash {
        let buffer = feed.buffer
        let offset = buffer.offset(of: feed.start)
        let end = buffer.offset(of: buffer.position)
        let row = UnsafeRawBufferPointer(start: buffer.bytes + feed.start, count: feed.end - feed.start)
        let last = buffer.withOriginal(from: feed.start, to: buffer.position) { ContentHash(of: $0) }
        let part = TailPosition.Part(length: end - offset, hash: last)
        // What was read before is read once more for its hash; that the file still held it is checked with the last row.
        let head =
            try position?.head
            ?? TailPosition.Part(
                length: end, hash: TailPosition.hash(of: document, from: 0, to: end) ?? last)
        position = TailPosition(offset: end, line: feed.line, head: head, last: part)
        return head.hash.mixed(with: UInt64(bitPattern: offset)).mixed(with: ContentHash(of: row))
    }
}
