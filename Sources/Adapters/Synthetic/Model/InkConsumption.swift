/// The ink that a job used.
struct InkConsumption: Equatable, Sendable {
    struct Ink: Equatable, Sendable {
        var color: String
        /// In hundredths of a gram.
        var amount: Int
    }

    var job: PressJob
    var inks: [Ink]

    /// Draws the amounts for a job: between 0.02 and 0.12 g a sheet and colour, and sometimes a spot colour.
    init(_ job: PressJob, _ random: inout SplitMix64) {
        self.job = job
        var colors = ["Black", "Cyan", "Magenta", "Yellow"]
        if random.next(in: 0...3) == 0 { colors.append("PANTONE \(random.next(in: 100...799)) C") }
        inks = colors.map { Ink(color: $0, amount: (job.good + job.waste) * random.next(in: 2...12)) }
    }
}
