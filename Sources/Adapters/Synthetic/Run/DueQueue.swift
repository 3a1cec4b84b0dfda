/// Streams in the order in which their next events are due: a binary heap.
struct DueQueue {
    struct Entry {
        /// In nanoseconds since 1970.
        var due: Int64
        var stream: Int

        static func < (a: Entry, b: Entry) -> Bool { (a.due, a.stream) < (b.due, b.stream) }
    }

    private var entries: [Entry] = []

    /// The one that is due first.
    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var at = entries.count - 1
        while at > 0, entries[at] < entries[(at - 1) / 2] {
            entries.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    /// Gives the first stream another time.
    mutating func replaceFirst(due: Int64) {
        guard !entries.isEmpty else { return }
        entries[0].due = due
        var at = 0
        while true {
            var least = at
            for child in [2 * at + 1, 2 * at + 2] where child < entries.count && entries[child] < entries[least] {
                least = child
            }
            if least == at { return }
            entries.swapAt(at, least)
            at = least
        }
    }
}
