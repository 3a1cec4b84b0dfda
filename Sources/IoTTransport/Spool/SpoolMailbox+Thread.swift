extension SpoolMailbox {
    /// What the spool's thread does now.
    mutating func next(now: Nanoseconds, wall: Int64) -> SpoolStep {
        if phase == .open, let recall = recalls.popLast() { return .recall(recall) }
        if phase == .open, let query = queries.popFirst() { return .query(query) }
        if phase == .open, !requestWaiters.isEmpty, now >= nextRequestLook {
            nextRequestLook = now + Self.requestPause
            return .lookForRequests
        }
        if phase == .open, feed.wantsRefill, now >= readRetry {
            return .refill(
                after: feed.cursor, bytes: feed.freeBytes, events: feed.freeEvents,
                released: Set(released.map(\.id)).union(feed.cursor < feed.highest ? feed.held : []),
                prefixes: prefixes)
        }
        let closing = phase != .open
        if closing || now >= writeRetry {
            // An append that waits may need just the room that these make.
            let releaseIsDue = !released.isEmpty && (closing || !appendWaiters.isEmpty || now >= releaseDue)
            let isDue = releaseIsDue || !damaged.isEmpty || (!closing && now >= ageDue)
            if !pending.isEmpty || isDue || (closing && !prefixes.isEmpty) {
                return .commit(work(closing, now, wall))
            }
        }
        if closing { return .finish }
        asleep = true
        var until: Nanoseconds?
        if !pending.isEmpty { until = writeRetry }
        if !released.isEmpty { until = min(until ?? .max, max(writeRetry, releaseDue)) }
        if !requestWaiters.isEmpty { until = min(until ?? .max, nextRequestLook) }
        if !damaged.isEmpty { until = min(until ?? .max, writeRetry) }
        if ageing != nil { until = min(until ?? .max, max(writeRetry, ageDue)) }
        if feed.wantsRefill { until = min(until ?? .max, readRetry) }
        return .sleep(until)
    }

    private func work(_ closing: Bool, _ now: Nanoseconds, _ wall: Int64) -> SpoolWork {
        var work = SpoolWork()
        var events = 0
        var bytes = 0
        while work.appends.count < pending.count, let append = pending[work.appends.count] {
            events += append.eventCount
            bytes += append.memoryBytes
            let isOver = events > Self.transactionEvents || bytes > Self.transactionBytes
            if isOver, !work.appends.isEmpty { break }
            work.appends.append(append)
        }
        work.released = released
        work.prefixes = closing ? prefixes : [:]
        work.types = types.unstored
        work.at = wall
        work.counters = counters
        work.firstChunkID = nextChunkID
        work.damaged = damaged
        work.drop = dropOrder(for: work, now: now, wall: wall)
        work.takesSample = wall / SpoolSample.interval != sampledMinute && !work.onlyDrops
        return work
    }

    /// The transaction is on disk. Returns who is to be resumed.
    mutating func committed(_ work: SpoolWork, _ outcome: SpoolOutcome, now: Nanoseconds) -> [Waiting] {
        for _ in work.appends {
            guard let append = pending.popFirst() else { break }
            pendingBytes -= append.memoryBytes
            pendingEventBytes -= append.eventBytes
        }
        committed += UInt64(work.appends.count)
        released.removeFirst(work.released.count)
        damaged.removeFirst(work.damaged.count)
        feed.deleted(work.released)
        if work.takesSample { sampledMinute = work.at / SpoolSample.interval }
        dropSearched = max(dropSearched, outcome.drops.searched)
        if work.drop.expired != nil, let ageing { ageDue = outcome.drops.isPartial ? ageDue : now + ageing.interval }
        for id in work.prefixes.keys { prefixes[id] = nil }
        types.stored(work.types.count)
        counters = outcome.counters
        nextChunkID = outcome.nextChunkID
        for stored in outcome.chunks { feed.offer(stored) }
        return admitWaiters() + takeFinishedWaiters()
    }

    /// Delivery is done with all events of these chunks.
    mutating func release(_ chunks: [CompletedChunk], generation: Int, now: Nanoseconds) {
        if released.isEmpty { releaseDue = now + Self.releaseDelay }
        // They may make the room that is missing.
        if fault != nil { writeRetry = min(writeRetry, now + MonotonicTime.second) }
        for chunk in chunks {
            feed.release(chunk.stored, generation: generation)
            released.append(ReleasedChunk(chunk))
            prefixes[chunk.id] = nil
        }
    }
}
