/// The state of a press at one moment.
struct PressStatus: Equatable, Sendable {
    var phase: PressPhase
    /// What the operator would say about it.
    var details: String
    /// Sheets an hour.
    var speed: Int
    /// Sheets since the press was built; never goes back.
    var total: Int
    /// Nil while the press is idle.
    var job: PressJob?
    /// When the phase began, in simulated milliseconds since the start.
    var phaseStart: Int64
}
