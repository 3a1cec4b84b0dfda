/// The spool's counters since it was created; they change in the same transaction as what they count.
///
/// `mapped = queued + filtered + duplicate + dead` and `queued + retried = waiting + acknowledged + filteredLate +
/// dropped + deadLate` hold at all times; those in flight are among the waiting.
public struct SpoolCounters: Sendable, Equatable {
    /// Events made from records.
    public internal(set) var mapped = 0
    /// Events put into the spool.
    public internal(set) var queued = 0
    /// Events held back by the filter.
    public internal(set) var filtered = 0
    /// Events dropped because they were seen before.
    public internal(set) var duplicate = 0
    /// Events that became dead letters.
    public internal(set) var dead = 0
    /// Events that left by their PUBACK.
    public internal(set) var acknowledged = 0
    /// Dead letters that became events again.
    public internal(set) var retried = 0
    /// Events that were queued and dropped: to keep within a configured cap, or because they were damaged on disk; by
    /// cause in ``named``, under `dropped:` and the cause.
    public internal(set) var dropped = 0
    /// Events that were queued and became dead letters in delivery; by reason in ``named``, under `dead_late:` and its
    /// code.
    public internal(set) var deadLate = 0
    /// Events on disk and not acknowledged.
    public internal(set) var waiting = 0
    /// The bytes of the chunks that hold waiting events.
    public internal(set) var bytes: Int64 = 0
    /// Of them, those that are never dropped.
    public internal(set) var keptBytes: Int64 = 0
    /// The bytes of all events that were queued.
    public internal(set) var queuedBytes: Int64 = 0
    /// Dead letters that made room for newer ones.
    public internal(set) var deadLettersDropped = 0
    /// The dead letters kept.
    public internal(set) var deadLetters = 0
    /// The bytes of the dead letters kept.
    public internal(set) var deadLetterBytes: Int64 = 0
    /// What sources count by name.
    public internal(set) var named: [String: Int] = [:]

    /// Events that were queued and dropped by the filter when they were to leave; by rule in ``named``, under
    /// `filtered_late:` and the rule.
    public var filteredLate: Int {
        named.reduce(0) { $1.key.hasPrefix(Self.late) ? $0 + $1.value : $0 }
    }

    /// In ``named``: dead letters that a command deleted.
    static let removedLetters = "dead_letters:removed"
    /// In ``named``: dead letters whose retry found their event queued before.
    static let settledDuplicates = "dead_letters:duplicate"

    private static let late = "filtered_late:"

    /// All zero.
    public init() {}

    /// Events that a rule of the filter held back, by its name: before they were queued and after.
    public func filtered(by rule: String) -> Int {
        named["filtered:" + rule, default: 0] + named[Self.late + rule, default: 0]
    }

    /// Whether both equations hold.
    public var balances: Bool {
        mapped == queued + filtered + duplicate + dead
            && queued + retried == waiting + acknowledged + filteredLate + dropped + deadLate
    }

    /// Events left: those that the departures name, and the others by their PUBACK.
    mutating func left(_ events: Int, _ departures: Departures) {
        for (rule, count) in departures.filtered { named[Self.late + rule, default: 0] += count }
        for letter in departures.dead { named["dead_late:" + letter.code, default: 0] += 1 }
        deadLate += departures.dead.count
        acknowledged += events - departures.count
        waiting -= events
    }

    mutating func add(_ append: SpoolAppend) {
        mapped += append.counts.mapped
        filtered += append.counts.filtered
        duplicate += append.counts.duplicate
        dead += append.counts.dead
        if let letters = append.letters {
            retried += append.eventCount
            let duplicates = letters.settled.count - append.eventCount
            if duplicates > 0 { named[Self.settledDuplicates, default: 0] += duplicates }
        } else {
            queued += append.eventCount + append.refusedEvents
        }
        waiting += append.eventCount
        bytes += Int64(append.eventBytes)
        keptBytes += Int64(append.keptBytes)
        queuedBytes += Int64(append.eventBytes + append.refusedBytes)
        if append.refusedEvents > 0 { count(append.refusedEvents, dropped: .newest) }
        for (name, count) in append.counts.named { named[name, default: 0] += count }
    }
}
