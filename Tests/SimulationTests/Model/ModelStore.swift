import GRDB
import Logging

@testable import IoTTransport

/// A store over the model of a disk, which fails as a real one does: with FULL, IOERR and CORRUPT, before or after it did the
/// work, for a while or once.
final class ModelStore: SpoolStore {
    /// What every call meets.
    enum Weather {
        case calm
        /// Nothing can be appended; deleting needs the reserve.
        case full
        case fails(ResultCode)
    }

    var disk: ModelDisk
    var weather = Weather.calm
    /// The process is gone: nothing reaches the disk any more.
    var isGone = false
    let canary: Canary?
    /// What a failed commit would have done: after a kill it may turn out to be there.
    private(set) var ghost: ModelDisk?
    private var hasReserve = true

    init(_ disk: ModelDisk, canary: Canary?) {
        self.disk = disk
        self.canary = canary
    }

    func store(_ work: SpoolWork) throws -> SpoolOutcome {
        try check()
        var after = disk
        var outcome = after.apply(work)
        switch weather {
        case .calm: break
        case .full:
            if !work.appends.isEmpty || hasReserve { throw DatabaseError(resultCode: .SQLITE_FULL) }
        case .fails(let code):
            ghost = after
            throw DatabaseError(resultCode: code)
        }
        canary?.spoil(&after, work, &outcome)
        disk = after
        ghost = nil
        return outcome
    }

    func checkpoint() {}

    func hasFreePages(for work: SpoolWork) throws -> Bool {
        if case .full = weather { return false }
        return true
    }

    func read(
        after: Int64, bytes: Int, events: Int, released: Set<Int64>, prefixes: [Int64: ChunkPrefix]
    ) throws -> SpoolReading {
        try check()
        if case .fails(let code) = weather { throw DatabaseError(resultCode: code) }
        var reading = SpoolReading(last: after)
        var (freeBytes, freeEvents) = (bytes, events)
        for id in disk.chunks.keys.filter({ $0 > after }).sorted() {
            guard freeBytes > 0, freeEvents > 0, let stored = disk.chunks[id] else { return reading }
            reading.last = id
            if released.contains(id) { continue }
            let chunk = canary?.spoiled(stored.chunk) ?? stored.chunk
            let known =
                prefixes[id].flatMap { $0.events > stored.first ? $0 : nil } ?? ChunkPrefix(events: stored.first)
            reading.chunks.append(
                StoredChunk(
                    id: id, source: stored.source, chunk: chunk, storedFirst: stored.first, first: known.events,
                    departures: known.departures))
            freeBytes -= chunk.memoryBytes
            freeEvents -= chunk.count
        }
        reading.reachedEnd = true
        return reading
    }

    func recentIDs(of source: String) throws -> [RecentSegment] {
        try check()
        return disk.recent[source] ?? []
    }

    /// Letters are numbered as they come: none is retried or deleted here.
    func deadLetters(_ query: DeadLetterQuery) throws -> DeadLetterPage {
        try check()
        var page = DeadLetterPage()
        for (index, letter) in disk.letters.enumerated().dropFirst(Int(query.after)).prefix(query.limit) {
            page.letters.append(
                StoredDeadLetter(
                    id: Int64(index + 1), at: 0, source: letter.source, code: letter.code, reason: letter.reason,
                    origin: letter.origin, bytes: letter.bytes, size: letter.bytes.count, record: letter.record,
                    event: nil, attempts: 0, history: []))
        }
        if let last = page.letters.last, last.id < disk.letters.count { page.next = last.id }
        return page
    }

    func requests() throws -> [SpoolRequest] {
        try check()
        return []
    }

    func holdReserve() -> Bool {
        if case .full = weather { return false }
        hasReserve = true
        return true
    }

    func releaseReserve() { hasReserve = false }

    func close() throws {}

    /// Whatever was committed can be read once the disk is well again.
    func salvaged(_ cause: String, _ logger: Logger) throws -> (any SpoolStore, SpoolContents) {
        try check()
        if case .fails(let code) = weather { throw DatabaseError(resultCode: code) }
        return (self, disk.contents)
    }

    private func check() throws {
        if isGone { throw DatabaseError(resultCode: .SQLITE_IOERR) }
    }
}
