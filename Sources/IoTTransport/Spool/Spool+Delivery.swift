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

    /// All events of these chunks have their PUBACK. Their deletion rides with the next append, or comes soon after.
    func release(_ chunks: [StoredChunk], generation: Int) {
        let now = MonotonicTime.now()
        mailbox.wakeIf { state in
            let isFirst = state.released.isEmpty
            state.release(chunks, generation: generation, now: now)
            // Else the thread is awake or has its timer set.
            return isFirst || state.feed.wantsRefill || state.fault != nil
        }
    }

    /// The leading events of partly acknowledged chunks; stored when the spool closes.
    func acknowledge(prefixes: [Int64: Int]) {
        mailbox.shared.withLock { $0.prefixes.merge(prefixes) { max($0, $1) } }
    }
}
