/// What a press counts.
struct PressCounters: Equatable, Sendable {
    /// Sheets since the press was built; never goes back.
    var total = 0
    /// Energy since then, in millijoules (watts times milliseconds).
    var energy: Int64 = 0
    /// Sheets of the present job.
    var good = 0
    var waste = 0
}
