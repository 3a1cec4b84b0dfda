/// The ink that a job used for one purpose, on one side.
struct InkConsumption: Equatable, Sendable {
    enum Use: String, CaseIterable, Sendable {
        case makeready = "Makeready"
        case goodProduction = "GoodProduction"
        case waste = "Waste"
    }

    struct Ink: Equatable, Sendable {
        var color: String
        /// In hundredths of a gram.
        var amount: Int
    }

    var job: PressJob
    var use: Use
    var side: PressSide
    /// Counts those of the job from 0.
    var index: Int
    var inks: [Ink]

    /// Everything that a job used. A sheet takes between 0.02 and 0.12 g a colour; some jobs have a spot colour.
    static func all(of job: PressJob, proofs: Int, _ random: inout SplitMix64) -> [InkConsumption] {
        var colors = ["Black", "Cyan", "Magenta", "Yellow"]
        if random.next(in: 0...3) == 0 { colors.append("PANTONE \(random.next(in: 100...799)) C") }
        var all: [InkConsumption] = []
        for side in PressSide.allCases.prefix(job.sides) {
            let perSheet = colors.map { _ in random.next(in: 2...12) }
            for use in Use.allCases {
                let sheets =
                    switch use {
                    case .makeready: proofs
                    case .goodProduction: job.good
                    case .waste: max(0, job.waste - proofs)
                    }
                let inks = zip(colors, perSheet).map { Ink(color: $0, amount: $1 * sheets) }
                all.append(InkConsumption(job: job, use: use, side: side, index: all.count, inks: inks))
            }
        }
        return all
    }
}

/// A side of the sheet.
enum PressSide: String, CaseIterable, Sendable {
    case front = "Front"
    case back = "Back"
}
