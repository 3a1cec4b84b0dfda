import AdapterAPI
import IoTTransport

/// The ids of a source's queued events, for a number of days and up to a number of ids. Pure: it says what to store and
/// is told how that went; the day is passed in.
///
/// A batch goes ``begin(day:)``, ``insert(_:)`` for each record, ``finish()``, and then either ``accepted()`` or
/// ``undo()``.
///
/// Ids are kept as the first 64 of an event id's 128 bits. With n = 10^6 of them a new event meets one of its own by
/// chance with a probability of n / 2^64 = 5 · 10^-14, and is then dropped although it is new: with 10^9 events a year
/// once in 18,000 years.
///
/// Ids are dropped by whole segments, of which one is filled at a time, for a day or for a sixteenth of the limit. A
/// segment's age counts from the day on which it was begun. When the clock goes back, that day is the former segment's:
/// so neither what was queued before nor what is queued meanwhile is dropped when the clock is right again.
struct RepeatWindow {
    private struct Segment: Equatable {
        let number: Int64
        var day: Int64
        var count: Int
    }

    /// Rows of the segment being filled that are put together to one.
    static let rowsToMerge: Int64 = 256

    private let limits: RepeatLimits
    private let table: IDTable
    /// Oldest first; the last one is being filled.
    private var segments: [Segment]
    private var nextNumber: Int64 = 1
    /// The next row of the last segment, and the first that was not put together with others.
    private var nextRow: Int64 = 0
    private var firstLooseRow: Int64 = 0
    /// What the batch has added.
    private var added: [UInt64] = []
    /// Not stored yet.
    private var merges: [RecentIDs.Merge] = []
    private var dropsOlder = false
    private(set) var count = 0

    /// - Parameter stored: what the spool holds of the source, in its order.
    init(_ limits: RepeatLimits, stored: [RecentSegment]) {
        self.limits = limits
        table = IDTable(ids: stored.reduce(0) { $0 + $1.ids.count })
        segments = stored.map { Segment(number: $0.number, day: $0.day, count: $0.ids.count) }
        if let first = segments.first { table.drop(before: UInt16(truncatingIfNeeded: first.number)) }
        for segment in stored {
            for id in segment.ids { _ = table.insert(id, segment: UInt16(truncatingIfNeeded: segment.number)) }
            count += segment.ids.count
        }
        if let last = stored.last {
            nextNumber = last.number + 1
            nextRow = last.lastRow + 1
            firstLooseRow = last.rows > 1 ? 0 : nextRow
        }
    }

    /// Bytes that it occupies, about.
    var memoryBytes: Int { table.memoryBytes + added.capacity * 8 }

    /// Before the records of a batch: drops what is too old, and begins a segment if it is time to.
    mutating func begin(day: Int64) {
        let old = segments.prefix { day - $0.day > Int64(limits.days) }.count
        drop(first: old)
        guard let last = segments.indices.last else { return open(day: day) }
        if segments[last].count == 0 {
            segments[last].day = max(segments[last].day, day)
        } else if day > segments[last].day || segments[last].count >= max(limits.ids / 16, 1) {
            if nextRow > 1 { merges.append(.init(segment: segments[last].number, rows: 0...nextRow - 1)) }
            open(day: max(day, segments[last].day))
        }
    }

    /// Adds an event's identity; false when it is there already, also from the same batch.
    mutating func insert(_ identity: ContentHash) -> Bool {
        guard let segment = segments.last else { return true }
        guard table.insert(identity.high, segment: UInt16(truncatingIfNeeded: segment.number)) else { return false }
        added.append(identity.high)
        return true
    }

    /// What to store in the transaction of the batch's events; nil when there is nothing new.
    mutating func finish() -> RecentIDs? {
        guard !added.isEmpty, let last = segments.indices.last else { return nil }
        segments[last].count += added.count
        count += added.count
        var excess = count - limits.ids
        drop(
            first: segments.dropLast().prefix { segment in
                defer { excess -= segment.count }
                return excess > 0
            }.count)
        let segment = segments[segments.count - 1]
        var recent = RecentIDs(segment: segment.number, row: nextRow, day: segment.day, ids: added)
        recent.merges = merges
        if nextRow - firstLooseRow + 1 >= Self.rowsToMerge {
            recent.merges.append(.init(segment: segment.number, rows: firstLooseRow...nextRow))
        }
        if dropsOlder { recent.firstSegment = segments[0].number }
        return recent
    }

    /// The batch will be stored.
    mutating func accepted() {
        guard !added.isEmpty else { return }
        nextRow += 1
        if nextRow - firstLooseRow >= Self.rowsToMerge { firstLooseRow = nextRow }
        added.removeAll(keepingCapacity: added.capacity <= 4_096)
        merges = []
        dropsOlder = false
    }

    /// The batch will not be stored: its records will come again, and are no repeats then.
    ///
    /// - Parameter isFinished: whether ``finish()`` was called.
    mutating func undo(isFinished: Bool) {
        for id in added { table.remove(id) }
        if isFinished, let last = segments.indices.last {
            segments[last].count -= added.count
            count -= added.count
        }
        added = []
    }

    private mutating func open(day: Int64) {
        segments.append(Segment(number: nextNumber, day: day, count: 0))
        nextNumber += 1
        nextRow = 0
        firstLooseRow = 0
        table.drop(before: UInt16(truncatingIfNeeded: segments[0].number))
    }

    private mutating func drop(first dropped: Int) {
        guard dropped > 0 else { return }
        count -= segments.prefix(dropped).reduce(0) { $0 + $1.count }
        segments.removeFirst(dropped)
        table.drop(before: UInt16(truncatingIfNeeded: segments.first?.number ?? nextNumber))
        dropsOlder = true
    }
}
