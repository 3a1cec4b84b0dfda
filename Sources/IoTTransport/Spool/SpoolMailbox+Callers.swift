extension SpoolMailbox {
    /// - Parameter wall: seconds since 1970.
    mutating func open(_ contents: SpoolContents, now: Nanoseconds, wall: Int64) {
        ages.opened(now)
        ageing = settings.retention.maxAge.map {
            SpoolAgeing(maxAge: $0, firstOwn: contents.nextChunkID, wall: wall, now: now)
        }
        ageDue = ageing?.firstDue ?? .max
        phase = .open
        counters = contents.counters
        checkpoints = contents.checkpoints
        types = EventTypeTable(stored: contents.types)
        nextChunkID = contents.nextChunkID
    }

    /// Why appends wait for longer than a transaction takes, if they do.
    var blockReason: String? {
        if let fault { return fault }
        guard let waiter = appendWaiters.first, admission(of: waiter.append) == .waitForSpace else { return nil }
        return "spool \(settings.path): full (\(counters.bytes) of \(settings.maxBytes) bytes)"
    }

    /// The same by its kind.
    var block: SpoolBlock? {
        guard let blockReason else { return nil }
        return fault == nil ? .full : isDiskFull ? .diskFull(blockReason) : .diskFault(blockReason)
    }

    mutating func take(_ append: SpoolAppend) {
        pending.append(append)
        pendingBytes += append.memoryBytes
        pendingEventBytes += append.eventBytes
        accepted += 1
        lastAccepted[append.source] = accepted
        if let checkpoint = append.checkpoint { checkpoints[append.source] = checkpoint }
    }

    /// Removes a waiter that was cancelled; nil when it was resumed already.
    mutating func cancel(_ id: UInt64) -> Waiting? {
        if let waiter = appendWaiters.removeFirst(where: { $0.id == id }) { return waiter.continuation }
        guard let index = progressWaiters.firstIndex(where: { $0.id == id }) else { return nil }
        return progressWaiters.remove(at: index).continuation
    }

    /// Nothing pending, nothing on disk.
    var isDrained: Bool { pending.isEmpty && appendWaiters.isEmpty && counters.waiting == 0 }

    mutating func takeFinishedWaiters() -> [Waiting] {
        guard !progressWaiters.isEmpty else { return [] }
        let drained = isDrained
        var finished: [Waiting] = []
        let committed = self.committed
        progressWaiters.removeAll { waiter in
            guard waiter.sequence.map({ $0 <= committed }) ?? drained else { return false }
            finished.append(waiter.continuation)
            return true
        }
        return finished
    }

    /// Everybody who still waits when the spool closes.
    mutating func takeAllWaiters() -> [Waiting] {
        var all = progressWaiters.map(\.continuation)
        progressWaiters = []
        while let waiter = appendWaiters.popFirst() { all.append(waiter.continuation) }
        return all
    }
}
