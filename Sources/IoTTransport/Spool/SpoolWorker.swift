import Dispatch
import GRDB
import Logging
import Synchronization

/// The body of the spool's thread: all that is done with the database after it is open.
final class SpoolWorker: Sendable {
    private let database: SpoolDatabase
    private let mailbox: SharedMailbox
    private let logger: Logger
    private let path: String
    private let reserve: SpoolReserve

    init(_ database: SpoolDatabase, _ mailbox: SharedMailbox, _ logger: Logger) {
        self.database = database
        self.mailbox = mailbox
        self.logger = logger
        path = database.settings.path
        reserve = SpoolReserve(spool: path)
    }

    func run() {
        var writing = FaultBackoff()
        var disk = DiskSpace(isLow: false)
        _ = reserve.hold()
        var reading = FaultBackoff()
        while true {
            switch mailbox.next() {
            case .commit(let work):
                if !commit(work, &writing, &disk) { return finish() }
            case .refill(let after, let bytes, let events, let released, let prefixes):
                refill(&reading) {
                    try database.read(
                        after: after, bytes: bytes, events: events, released: released, prefixes: prefixes)
                }
            case .recall(let recall):
                self.recall(recall)
            case .sleep(let until):
                mailbox.sleep(until: until)
            case .finish:
                return finish()
            }
        }
    }

    /// False when it failed while the spool closes: then there is no later try.
    private func commit(_ work: SpoolWork, _ backoff: inout FaultBackoff, _ disk: inout DiskSpace) -> Bool {
        do {
            try store(work, &disk)
            if backoff.clear() { logger.info("spool \(path): writing again") }
            mailbox.shared.withLock { $0.fault = nil }
            return true
        } catch {
            let now = MonotonicTime.now()
            let delay = backoff.next()
            let text = "spool \(path): \(SpoolFault(error).text)"
            let closing = mailbox.shared.withLock { state in
                state.fault = text
                state.writeRetry = now + delay
                return state.phase != .open
            }
            let outlook = closing ? "closing without it" : "next try in \(MonotonicTime.seconds(delay))"
            logger.warning("\(text); \(outlook)")
            return !closing
        }
    }

    /// Does it all in one transaction. When that fails it deletes what was acknowledged first, alone, which may make
    /// the room that is missing. On a full disk the reserve is only used for that, never for new events.
    private func store(_ work: SpoolWork, _ disk: inout DiskSpace) throws {
        if !disk.isLow {
            do {
                return mailbox.committed(work, try database.store(work))
            } catch {
                if SpoolFault.isFull(error) {
                    disk.isLow = true
                    reserve.release()
                } else if work.released.isEmpty || work.appends.isEmpty {
                    throw error
                }
            }
        }
        if disk.isLow { database.checkpoint() }
        var rest = work
        if !work.released.isEmpty || !work.prefixes.isEmpty {
            let freeing = work.releasesOnly
            let freed = try database.store(freeing)
            mailbox.committed(freeing, freed)
            rest.released = []
            rest.prefixes = [:]
            rest.counters = freed.counters
            if disk.isLow { database.checkpoint() }
        }
        if disk.isLow, reserve.hold() { disk.isLow = false }
        guard !rest.appends.isEmpty else { return }
        if disk.isLow, try !database.hasFreePages(for: rest) { throw DiskSpace.Shortage() }
        mailbox.committed(rest, try database.store(rest))
    }

    private func refill(
        _ backoff: inout FaultBackoff,
        _ read: () throws -> (chunks: [StoredChunk], last: Int64, reachedEnd: Bool, unreadable: [Int64])
    ) {
        do {
            let found = try read()
            mailbox.shared.withLock { $0.feed.refilled(found.chunks, upTo: found.last, reachedEnd: found.reachedEnd) }
            for id in found.unreadable { logger.error("spool \(path): chunk \(id) is damaged and stays on disk") }
            if backoff.clear() { logger.info("spool \(path): reading again") }
        } catch {
            let delay = backoff.next()
            let now = MonotonicTime.now()
            mailbox.shared.withLock { $0.readRetry = now + delay }
            logger.warning(
                "spool \(path): reading: \(SpoolFault(error).text); next try in \(MonotonicTime.seconds(delay))")
        }
    }

    /// What cannot be read fails the source alone, which tries again. To go on without it would fail later, with a
    /// transaction that all sources share.
    private func recall(_ recall: SpoolMailbox.Recall) {
        recall.continuation.resume(with: Result { try database.recentIDs(of: recall.source) })
    }

    private func finish() {
        let (left, recalls) = mailbox.shared.withLock { state in
            state.phase = .closed
            defer { state.recalls = [] }
            return (state.takeAllWaiters(), state.recalls)
        }
        for waiter in left { waiter.resume(throwing: SpoolError.notOpen) }
        for recall in recalls { recall.continuation.resume(throwing: SpoolError.notOpen) }
        do {
            try database.queue.close()
        } catch {
            logger.warning("spool \(path): closing: \(SpoolFault(error).text)")
        }
    }
}
