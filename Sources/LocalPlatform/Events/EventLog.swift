/// The last events, whole, with bounds on their number and bytes. Pure.
struct EventLog: Sendable {
    /// Events, and bytes of them, that are kept.
    static let maximumCount = 10_000
    static let maximumBytes = 64 * 1024 * 1024

    struct Entry: Sendable, Equatable {
        var summary: EventSummary
        var event: [UInt8]
    }

    private var entries: [Entry] = []
    private var first = 0
    private var bytes = 0
    private var lastSequence = 0

    var count: Int { entries.count - first }

    /// Stores an event; its number is one more than the last one's.
    mutating func append(_ event: [UInt8], summary: (Int) -> EventSummary) -> EventSummary {
        lastSequence += 1
        let summary = summary(lastSequence)
        entries.append(Entry(summary: summary, event: event))
        bytes += event.count
        while count > Self.maximumCount || bytes > Self.maximumBytes {
            bytes -= entries[first].event.count
            entries[first].event = []
            first += 1
        }
        if first >= 1024, first * 2 >= entries.count {
            entries.removeFirst(first)
            first = 0
        }
        return summary
    }

    /// The event of that number if it is still there.
    subscript(sequence: Int) -> Entry? {
        guard count > 0 else { return nil }
        let index = sequence - entries[first].summary.sequence
        return index >= 0 && index < count ? entries[first + index] : nil
    }

    /// Newest first.
    func newest(limit: Int, where matches: (EventSummary) -> Bool) -> [EventSummary] {
        Array(entries[first...].reversed().lazy.map(\.summary).filter(matches).prefix(max(0, limit)))
    }
}
