/// A press where a job begins: all that its further events follow from, beside the plan and its number.
struct PressSnapshot: Equatable, Sendable {
    /// Jobs count from 0.
    var job = 0
    /// Simulated milliseconds since the start.
    var time: Int64 = 0
    /// Events before it.
    var ordinal = 0
    var total = 0
    /// What the press's own counter does not show, since it was reset.
    var hidden = 0
    var energy: Int64 = 0

    /// A press as it stands when the simulation reaches `time`: it has worked for years.
    init(_ plan: PressPlan, number: Int, time: Int64 = 0) {
        var random = SplitMix64(seed: plan.seed, number, -2)
        total = random.next(in: 1_000_000...50_000_000)
        energy = Int64(random.next(in: 100_000...2_000_000)) * 1_000 * EnergyReading.millijoulesPerWattHour
        self.time = time + Int64(random.next(in: 0...3_600)) * 10
    }

    init(job: Int, time: Int64, ordinal: Int, total: Int, hidden: Int, energy: Int64) {
        self.job = job
        self.time = time
        self.ordinal = ordinal
        self.total = total
        self.hidden = hidden
        self.energy = energy
    }
}

/// A place between two events of a press: a job's beginning and an event of that job. A press gets there by going through
/// the events of this one job.
struct PressPosition: Equatable, Sendable {
    var snapshot: PressSnapshot
    /// The ordinal of the next event.
    var ordinal: Int
}
