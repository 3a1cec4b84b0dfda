/// A press's electricity meter, read.
struct EnergyReading: Equatable, Sendable {
    /// Nil while the press is idle.
    var job: PressJob?
    /// Since when, in simulated milliseconds since the start.
    var since: Int64
    /// Since then, in watt-hours.
    var used: Int
    /// What the meter shows, in watt-hours; never goes back.
    var total: Int

    static let millijoulesPerWattHour: Int64 = 3_600_000
}
