extension SpoolCounters {
    /// What a counter can be; all else is damage.
    static let sane = 0...(1 << 53)

    private static let prefix = "dropped:"

    /// Dropped events by cause: `oldest`, `newest`, `age`, `damage`.
    public var droppedByCause: [String: Int] {
        var causes: [String: Int] = [:]
        for (name, count) in named where name.hasPrefix(Self.prefix) {
            causes[String(name.dropFirst(Self.prefix.count))] = count
        }
        return causes
    }

    /// Events left although nobody got them; those that wait are counted apart.
    mutating func count(_ events: Int, dropped cause: DropCause) {
        dropped += events
        named[cause.counter, default: 0] += events
    }

    /// What contradicts itself, for a person; nil when both equations hold.
    var imbalance: String? {
        if mapped != queued + filtered + duplicate + dead {
            return "mapped \(mapped) is not queued \(queued) + filtered \(filtered) + duplicate \(duplicate) "
                + "+ dead \(dead)"
        }
        if !balances {
            return "queued \(queued) + retried \(retried) is not waiting \(waiting) + acknowledged \(acknowledged) "
                + "+ filtered late \(filteredLate) + dropped \(dropped) + dead late \(deadLate)"
        }
        return nil
    }

    /// Counts anew after damage: what waits is what was found. Events that are missing count as dropped by damage; any that
    /// are there beyond what was counted, as queued.
    mutating func rebase(waiting found: Int, bytes: Int64, keptBytes: Int64) {
        if balances, waiting >= found {
            let lost = waiting - found
            if lost > 0 { count(lost, dropped: .damage) }
        } else {
            // What says otherwise is wrong: the sums of what left are kept, since they only ever grow.
            queued = found + acknowledged + filteredLate + dropped + deadLate - retried
            mapped = queued + filtered + duplicate + dead
            named["recounted", default: 0] += 1
        }
        waiting = found
        self.bytes = bytes
        self.keptBytes = keptBytes
    }
}
