/// A phase that is under way: what the press had counted when it began, and what comes on top. Everything follows from
/// these by the time alone, so nothing depends on how often one looks.
struct RunningPhase: Sendable {
    var phase: PressPhase
    /// What the operator would say about it.
    var details: String
    var start: Int64
    var end: Int64
    /// Simulated milliseconds between two status events.
    var heartbeat: Int64
    /// Nil while no sheets come.
    var run: SheetRun?
    /// What was counted before.
    var before = PressCounters()

    /// What is counted at a time of the phase.
    func counters(at time: Int64) -> PressCounters {
        var counters = before
        counters.energy += phase.watts(speed: run.map { Int($0.ramp.last) } ?? 0) * (time - start)
        guard let run else { return counters }
        let made = run.made(after: time - start)
        counters.good += made.good
        counters.waste += made.waste
        counters.total += made.good + made.waste
        return counters
    }
}
