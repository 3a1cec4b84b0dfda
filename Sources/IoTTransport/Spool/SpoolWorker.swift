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

    init(_ database: SpoolDatabase, _ mailbox: SharedMailbox, _ logger: Logger) {
        self.database = database
        self.mailbox = mailbox
        self.logger = logger
        path = database.settings.path
    }

    func run() {
        var writing = FaultBackoff()
        var reading = FaultBackoff()
        while true {
            switch mailbox.next() {
            case .commit(let work):
                if !commit(work, &writing) { return finish() }
            case .refill(let after, let bytes, let events, let released, let prefixes):
                refill(&reading) {
                    try database.read(
                        after: after, bytes: bytes, events: events, released: released, prefixes: prefixes)
                }
            case .sleep(let until):
                mailbox.sleep(until: until)
            case .finish:
                return finish()
            }
        }
    }

    /// False when it failed while the spool closes: then there is no later try.
    private func commit(_ work: SpoolWork, _ backoff: inout FaultBackoff) -> Bool {
        do {
            try store(work)
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

    /// After a failure deletes what was acknowledged, alone, since that may free the space that is missing.
    private func store(_ work: SpoolWork) throws {
        do {
            mailbox.committed(work, try database.store(work))
        } catch {
            guard !work.released.isEmpty, !work.appends.isEmpty else { throw error }
            let freeing = work.releasesOnly
            let freed = try database.store(freeing)
            mailbox.committed(freeing, freed)
            var rest = work
            rest.released = []
            rest.prefixes = [:]
            rest.counters = freed.counters
            mailbox.committed(rest, try database.store(rest))
        }
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

    private func finish() {
        let left = mailbox.shared.withLock { state in
            state.phase = .closed
            return state.takeAllWaiters()
        }
        for waiter in left { waiter.resume(throwing: SpoolError.notOpen) }
        do {
            try database.queue.close()
        } catch {
            logger.warning("spool \(path): closing: \(SpoolFault(error).text)")
        }
    }
}
