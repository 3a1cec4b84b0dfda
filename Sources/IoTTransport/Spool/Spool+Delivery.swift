import Synchronization

extension Spool {
    /// Makes delivery the consumer; it starts with the oldest waiting event. Ends the former consumer's hold.
    func attach(_ wakeup: Wakeup) -> Int {
        mailbox.withLockAndWake { $0.feed.attach(wakeup) }
    }

    /// Nothing is handed over any more.
    func detach(generation: Int) {
        mailbox.shared.withLock { $0.feed.detach(generation: generation) }
    }

    /// The next chunks in order, at least `events` events if there are so many in memory.
    func take(generation: Int, events: Int) -> [StoredChunk] {
        mailbox.shared.withLock { $0.feed.take(generation: generation, events: events) }
    }

    /// All events of these chunks have their PUBACK, or are dropped by the filter. Their deletion rides with the next append, or comes soon after.
    func release(_ chunks: [CompletedChunk], generation: Int) {
        let now = mailbox.clock.now()
        mailbox.wakeIf { state in
            let isFirst = state.released.isEmpty
            state.release(chunks, generation: generation, now: now)
            // Else the thread is awake or has its timer set.
            return isFirst || state.feed.wantsRefill || state.fault != nil
        }
    }

    /// The leading events of chunks that are partly done; stored when the spool closes.
    func acknowledge(prefixes: [Int64: ChunkPrefix]) {
        mailbox.shared.withLock { $0.prefixes.merge(prefixes) { $0.events > $1.events ? $0 : $1 } }
    }

    /// The name of an event type by its id; nil for one that is in no table.
    func eventType(of id: UInt16) -> EventTypeTable.Name? {
        mailbox.shared.withLock { $0.types.name(of: id) }
    }

    /// Whole seconds since this chunk was queued; at least so many, if that was before the spool was opened.
    func age(ofChunk id: Int64) -> Int {
        let now = mailbox.clock.now()
        return mailbox.shared.withLock { Int(max(0, now - $0.ages.since(id)) / MonotonicTime.second) }
    }
}
