extension SpoolMailbox {
    mutating func open(_ contents: SpoolContents) {
        phase = .open
        counters = contents.counters
        checkpoints = contents.checkpoints
        types = EventTypeTable(stored: contents.types)
        nextChunkID = contents.nextChunkID
    }

    /// Why appends wait for longer than a transaction takes, if they do.
    var blockReason: String? {
        if let fault { return fault }
        guard let waiter = appendWaiters.first, !hasSpace(for: waiter.append) else { return nil }
        return "spool \(settings.path): full (\(counters.bytes) of \(settings.maxBytes) bytes)"
    }

    func fits(_ append: SpoolAppend) -> Bool {
        let hasMemory = pending.isEmpty || pendingBytes + append.memoryBytes <= settings.memoryBytes
        return hasMemory && hasSpace(for: append)
    }

    private func hasSpace(for append: SpoolAppend) -> Bool {
        let events = Int64(append.eventBytes)
        let stored = counters.bytes + Int64(pendingEventBytes)
        // One larger than the whole spool passes alone: else it would wait for ever.
        return events == 0 || stored == 0 || stored + events <= settings.maxBytes
    }

    /// Takes an append if nothing waits before it and it fits.
    mutating func accept(_ append: SpoolAppend) -> Bool {
        guard appendWaiters.isEmpty, fits(append) else { return false }
        take(append)
        return true
    }

    mutating func take(_ append: SpoolAppend) {
        pending.append(append)
        pendingBytes += append.memoryBytes
        pendingEventBytes += append.eventBytes
        accepted += 1
        lastAccepted[append.source] = accepted
        if let checkpoint = append.checkpoint { checkpoints[append.source] = checkpoint }
    }

    /// Lets in those who waited and now fit.
    mutating func admitWaiters() -> [Waiting] {
        var resumed: [Waiting] = []
        while phase == .open, let waiter = appendWaiters.first, fits(waiter.append) {
            _ = appendWaiters.popFirst()
            take(waiter.append)
            resumed.append(waiter.continuation)
        }
        return resumed
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
