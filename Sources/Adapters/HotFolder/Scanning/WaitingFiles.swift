/// What lies in the folder and was not taken yet, and for how long: pure, times in seconds since any fixed moment.
///
/// A file that waits long is said again and again, at growing intervals: nothing is skipped in silence.
struct WaitingFiles {
    private struct Entry {
        var since: Int64
        var nextWarning: Int64
    }

    private var entries: [FileName: Entry] = [:]

    /// Seconds until the first word about a file; each later interval is six times as long, up to a day.
    static let patience: Int64 = 600
    private static let growth: Int64 = 6
    private static let longest: Int64 = 86_400
    /// Files named at a time; of more, only the number is said.
    static let namedAtOnce = 5

    var count: Int { entries.count }

    /// Since when the oldest waits.
    var oldestSince: Int64? { entries.values.lazy.map(\.since).min() }

    mutating func arrived(_ name: FileName, now: Int64) {
        guard entries[name] == nil, entries.count < Readiness.nameLimit else { return }
        entries[name] = Entry(since: now, nextWarning: now + Self.patience)
    }

    mutating func left(_ name: FileName) {
        entries[name] = nil
    }

    /// These are all that are there now.
    mutating func scanned(_ names: Set<FileName>, now: Int64) {
        entries = entries.filter { names.contains($0.key) }
        for name in names { arrived(name, now: now) }
    }

    /// Files that have waited so long that it must be said (again), oldest first; of those that `isExpected` says are
    /// only queued, none.
    mutating func overdue(now: Int64, unless isExpected: (FileName) -> Bool) -> [(name: FileName, seconds: Int64)] {
        var found: [(name: FileName, seconds: Int64)] = []
        for (name, entry) in entries where entry.nextWarning <= now && !isExpected(name) {
            let age = now - entry.since
            found.append((name, age))
            entries[name]?.nextWarning = now + min(max(age, Self.patience) * (Self.growth - 1), Self.longest)
        }
        return found.sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
    }
}
