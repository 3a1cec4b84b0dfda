/// The state of a press at one moment.
struct PressStatus: Equatable, Sendable {
    var phase: PressPhase
    /// What the operator would say about it.
    var details: String
    /// Sheets an hour.
    var speed: Int
    /// What the press's own counter shows.
    var total: Int
    /// Nil while the press is idle.
    var job: PressJob?
    /// When the phase began, in simulated milliseconds since the start.
    var phaseStart: Int64
}
