/// Why a press stops in the middle of a job.
enum StopCause: String, CaseIterable, Sendable {
    case sheetJam = "Sheet jam"
    case blanketWash = "Blanket wash"
    case pileChange = "Pile change"
    case plates = "Waiting for plates"
    case ink = "Ink refill"
    case fault = "Fault"

    /// How long it takes, in seconds.
    var seconds: ClosedRange<Int> {
        switch self {
        case .sheetJam: 40...240
        case .blanketWash: 90...180
        case .pileChange: 60...300
        case .plates: 300...1_500
        case .ink: 60...240
        case .fault: 600...2_400
        }
    }

    /// Draws one: short stops are frequent, long ones rare.
    static func draw(_ random: inout SplitMix64) -> StopCause {
        switch random.next(in: 0...19) {
        case 0...5: .sheetJam
        case 6...10: .blanketWash
        case 11...15: .pileChange
        case 16, 17: .ink
        case 18: .plates
        default: .fault
        }
    }
}
