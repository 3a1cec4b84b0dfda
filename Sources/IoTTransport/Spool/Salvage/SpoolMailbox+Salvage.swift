extension SpoolMailbox {
    /// The store was salvaged. What is in memory stays, so that pending events and those in delivery's hands go on; where
    /// events may be missing, sources start again without a checkpoint. Returns who is to be told so now.
    mutating func salvaged(_ contents: SpoolContents) -> [Waiting] {
        counters = contents.counters
        nextChunkID = max(nextChunkID, contents.nextChunkID)
        feed.readAgain()
        types.storeAgain()
        damaged = []
        guard contents.hasForgotten else { return [] }
        restarts.formUnion(checkpoints.keys)
        restarts.formUnion(lastAccepted.keys)
        checkpoints = [:]
        for offset in 0..<pending.count { pending[offset]?.checkpoint = nil }
        var told: [Waiting] = []
        while let waiter = appendWaiters.popFirst() {
            restarts.remove(waiter.append.source)
            told.append(waiter.continuation)
        }
        progressWaiters.removeAll { waiter in
            guard let source = waiter.source else { return false }
            restarts.remove(source)
            told.append(waiter.continuation)
            return true
        }
        return told
    }

    /// - Throws: ``SpoolError/salvaged``, once, for a source that events may be missing of.
    mutating func checkRestart(_ source: String) throws {
        if !restarts.isEmpty, restarts.remove(source) != nil { throw SpoolError.salvaged }
    }
}

extension SpoolMailbox {
    /// What cannot be, unless damage has taken rows away or made some up without SQLite having noticed.
    var contradiction: String? {
        guard feed.cursor < nextChunkID else { return "damaged (a chunk has the number \(feed.cursor))" }
        guard feed.isDone, phase == .open, pending.isEmpty, released.isEmpty, damaged.isEmpty, counters.waiting != 0
        else {
            return nil
        }
        return "damaged (\(counters.waiting) events that wait are not there)"
    }
}
