/// What is remembered of one source from look to look: pure, times are whole seconds since any fixed moment.
struct PressWatch: Sendable, Equatable {
    private(set) var history = RateHistory()
    private var records = 0
    private var lastChange: Int64

    init(now: Int64) {
        lastChange = now
    }

    /// So many records there were altogether by now.
    mutating func note(records: Int, now: Int64) {
        history.note(total: records, now: now)
        if records != self.records { lastChange = now }
        self.records = records
    }

    /// Seconds since the last record, or since the start.
    func silent(now: Int64) -> Int64 { max(0, now - lastChange) }
}
