extension SpoolMailbox {
    /// What becomes of an append that comes.
    enum Admission {
        case take
        /// Without its ordinary events, which are dropped.
        case takeKept
        case waitForMemory
        case waitForSpace
    }

    func admission(of append: SpoolAppend) -> Admission {
        guard pending.isEmpty || pendingBytes + append.memoryBytes <= settings.memoryBytes else {
            return .waitForMemory
        }
        let excess = excess(with: Int64(append.eventBytes))
        if excess <= 0 { return .take }
        switch settings.retention.whenFull {
        case .wait: return .waitForSpace
        case .dropOldest: return excess <= droppableBytes ? .take : .waitForSpace
        case .dropNewest:
            let kept = append.keptBytes
            return kept < append.eventBytes && self.excess(with: Int64(kept)) <= 0 ? .takeKept : .waitForSpace
        }
    }

    /// By how much the spool is too small for so many bytes more.
    private func excess(with events: Int64) -> Int64 {
        let stored = counters.bytes + Int64(pendingEventBytes)
        // One larger than the whole spool passes alone: else it would wait for ever.
        return events == 0 || stored == 0 ? 0 : stored + events - settings.maxBytes
    }

    /// The bytes on disk that may be dropped: of the ordinary class, and never in delivery's hands.
    private var droppableBytes: Int64 { counters.bytes - counters.keptBytes - feed.handedBytes }

    /// Takes an append if nothing waits before it and it fits.
    mutating func accept(_ append: SpoolAppend) -> Bool {
        appendWaiters.isEmpty && admit(append)
    }

    private mutating func admit(_ append: SpoolAppend) -> Bool {
        switch admission(of: append) {
        case .take: take(append)
        case .takeKept:
            var append = append
            append.refuseOrdinary()
            take(append)
        case .waitForMemory, .waitForSpace: return false
        }
        return true
    }

    /// Lets in those who waited and now fit.
    mutating func admitWaiters() -> [Waiting] {
        var resumed: [Waiting] = []
        while phase == .open, let waiter = appendWaiters.first, admit(waiter.append) {
            _ = appendWaiters.popFirst()
            resumed.append(waiter.continuation)
        }
        return resumed
    }

    /// What a transaction with these appends has to drop.
    func dropOrder(for work: SpoolWork, now: Nanoseconds, wall: Int64) -> DropOrder {
        var order = DropOrder(after: max(feed.highest, dropSearched))
        if settings.retention.whenFull == .dropOldest {
            let coming = work.appends.reduce(0) { $0 + $1.eventBytes }
            let leaving = work.released.reduce(0) { $0 + $1.bytes }
            order.bytes = coming == 0 ? 0 : counters.bytes + Int64(coming - leaving) - settings.maxBytes
        }
        if now >= ageDue, let ageing { order.expired = ageing.bound(wall: wall, now: now, ages: ages) }
        return order
    }
}
