import Logging
import Synchronization

/// The body of the spool's thread: all that is done with the store after it is open. Used by one thread only.
final class SpoolWorker {
    /// What a step did.
    enum Progress {
        /// Something; more may be due.
        case worked
        /// Nothing is due until this moment, or until the mailbox changes.
        case idle(until: Nanoseconds?)
        /// The spool is closed.
        case ended
    }

    var store: any SpoolStore
    /// The store is broken and closed; nothing is done with it until it is salvaged.
    var brokenBy: String?
    var salvageDue: Nanoseconds = .min
    let mailbox: SharedMailbox
    let logger: Logger
    let path: String
    var writing = FaultBackoff()
    private var reading = FaultBackoff()
    private var disk = DiskSpace(isLow: false)
    private var notice = DropNotice()
    private let whenFull: SpoolRetention.WhenFull

    init(_ store: any SpoolStore, _ mailbox: SharedMailbox, path: String, _ logger: Logger) {
        self.store = store
        self.mailbox = mailbox
        self.logger = logger
        self.path = path
        whenFull = mailbox.shared.withLock { $0.settings.retention.whenFull }
        _ = store.holdReserve()
    }

    /// Works until the spool is closed.
    func run() {
        while true {
            switch step() {
            case .worked: continue
            case .idle(let until): mailbox.sleep(until: until)
            case .ended: return
            }
        }
    }

    /// Does one thing that is due.
    func step() -> Progress {
        if let brokenBy, let progress = salvage(brokenBy) { return progress }
        switch mailbox.next() {
        case .commit(let work):
            if commit(work) { return .worked }
            finish()
            return .ended
        case .refill(let after, let bytes, let events, let released, let prefixes):
            refill {
                try store.read(after: after, bytes: bytes, events: events, released: released, prefixes: prefixes)
            }
        case .recall(let recall):
            self.recall(recall)
        case .query(let query):
            query.run(store)
        case .lookForRequests:
            lookForRequests()
        case .sleep(let until):
            return .idle(until: until)
        case .finish:
            finish()
            return .ended
        }
        return .worked
    }

    /// False when it failed while the spool closes: then there is no later try.
    private func commit(_ work: SpoolWork) -> Bool {
        do {
            try put(work)
            if writing.clear() { logger.info("spool \(path): writing again") }
            mailbox.shared.withLock { $0.fault = nil }
            return true
        } catch  where DamagedSpool.isBroken(error) {
            brokenBy = SpoolFault(error).text
            return true
        } catch {
            let now = mailbox.clock.now()
            let delay = writing.next()
            let text = "spool \(path): \(SpoolFault(error).text)"
            let closing = mailbox.shared.withLock { state in
                state.fault = text
                state.isDiskFull = SpoolFault.isFull(error) || error is DiskSpace.Shortage
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
    private func put(_ work: SpoolWork) throws {
        if disk.isLow { disk.isLow = !store.holdReserve() }
        if !disk.isLow {
            do {
                return settle(work, try store.store(work))
            } catch {
                if SpoolFault.isFull(error) {
                    // For this time at least, even if the reserve can be held again: then it is the database that is
                    // as large as it may be.
                    disk.isLow = true
                    store.releaseReserve()
                } else if work.released.isEmpty || work.appends.isEmpty {
                    throw error
                }
            }
        }
        if disk.isLow { store.checkpoint() }
        var rest = work
        if !work.releasesOnly.onlyDrops || !work.drop.isEmpty {
            try free(work.releasesOnly, &rest)
            rest.released = []
            rest.prefixes = [:]
            rest.damaged = []
        }
        guard !rest.appends.isEmpty else { return }
        if disk.isLow, try !store.hasFreePages(for: rest) {
            guard whenFull == .dropOldest else { throw DiskSpace.Shortage() }
            var freeing = rest.releasesOnly
            freeing.drop.bytes = Int64(rest.appends.reduce(0) { $0 + $1.memoryBytes } * 5 / 4 + Self.margin)
            try free(freeing, &rest)
            guard try store.hasFreePages(for: rest) else { throw DiskSpace.Shortage() }
        }
        settle(rest, try store.store(rest))
    }

    /// What is dropped beyond what an append needs on a full disk: the tables' inner pages take some too.
    private static let margin = 1 << 20

    /// Does what frees space, in a transaction of its own before that of `rest`.
    private func free(_ freeing: SpoolWork, _ rest: inout SpoolWork) throws {
        let freed = try store.store(freeing)
        settle(freeing, freed)
        rest.counters = freed.counters
        rest.drop = DropOrder(after: max(freeing.drop.after, freed.drops.searched))
        rest.takesSample = false
        if disk.isLow { store.checkpoint() }
    }

    private func settle(_ work: SpoolWork, _ outcome: SpoolOutcome) {
        mailbox.committed(work, outcome)
        var dropped = outcome.drops.events
        let refused = work.appends.reduce(0) { $0 + $1.refusedEvents }
        if refused > 0 { dropped[.newest] = refused }
        if outcome.lost > 0 { dropped[.damage] = outcome.lost }
        if !dropped.isEmpty { notice.add(dropped) }
        if !work.released.isEmpty || !work.damaged.isEmpty {
            brokenBy = mailbox.shared.withLock { $0.contradiction }
        }
        if let text = notice.take(now: mailbox.clock.now()) { logger.warning("spool \(path): \(text)") }
    }

    private func refill(_ read: () throws -> SpoolReading) {
        do {
            let found = try read()
            mailbox.shared.withLock { state in
                state.feed.refilled(found.chunks, upTo: found.last, reachedEnd: found.reachedEnd)
                state.damaged += found.unreadable
            }
            for id in found.unreadable {
                logger.error("spool \(path): chunk \(id) is damaged on disk; its bytes become a dead letter")
            }
            brokenBy = mailbox.shared.withLock { $0.contradiction }
            if reading.clear() { logger.info("spool \(path): reading again") }
        } catch  where DamagedSpool.isBroken(error) {
            brokenBy = SpoolFault(error).text
        } catch {
            let delay = reading.next()
            let now = mailbox.clock.now()
            mailbox.shared.withLock { $0.readRetry = now + delay }
            logger.warning(
                "spool \(path): reading: \(SpoolFault(error).text); next try in \(MonotonicTime.seconds(delay))")
        }
    }

    /// What cannot be read fails the source alone, which tries again. To go on without it would fail later, with a
    /// transaction that all sources share.
    private func recall(_ recall: SpoolMailbox.Recall) {
        let result = Result { try store.recentIDs(of: recall.source) }
        if case .failure(let error) = result, DamagedSpool.isBroken(error) { brokenBy = SpoolFault(error).text }
        recall.continuation.resume(with: result)
    }

    /// A fault is no fault of the spool's work: whoever left a request waits a little longer.
    private func lookForRequests() {
        guard let found = try? store.requests() else {
            let now = mailbox.clock.now()
            return mailbox.shared.withLock { $0.nextRequestLook = now + SpoolMailbox.requestFaultPause }
        }
        guard !found.isEmpty else { return }
        let waiters = mailbox.shared.withLock { state in
            defer { state.requestWaiters = [] }
            return state.requestWaiters
        }
        for waiter in waiters { waiter.resume(returning: found) }
    }

    func finish() {
        let (left, recalls) = mailbox.shared.withLock { state in
            state.phase = .closed
            defer { state.recalls = [] }
            return (state.takeAllWaiters(), state.recalls)
        }
        let (queries, requests) = mailbox.shared.withLock { state in
            defer {
                state.queries = FIFO()
                state.requestWaiters = []
            }
            return (state.queries, state.requestWaiters)
        }
        var rest = queries
        while let query = rest.popFirst() { query.run(nil) }
        for waiter in requests { waiter.resume(throwing: SpoolError.notOpen) }
        for waiter in left { waiter.resume(throwing: SpoolError.notOpen) }
        for recall in recalls { recall.continuation.resume(throwing: SpoolError.notOpen) }
        do {
            try store.close()
        } catch {
            logger.warning("spool \(path): closing: \(SpoolFault(error).text)")
        }
    }
}
