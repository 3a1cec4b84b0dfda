/// Something that happened on a simulated press.
struct SyntheticEvent: Equatable, Sendable {
    /// What there is to say.
    enum Content: Equatable, Sendable {
        case status(PressStatus)
        case ink(InkConsumption)
        case energy(EnergyReading)
    }

    /// Simulated time in milliseconds since the start.
    var time: Int64
    /// The events of a press count from 0.
    var ordinal: Int
    /// By how much the press's clock is wrong, in milliseconds.
    var skew: Int64 = 0
    var content: Content

    var kind: SyntheticKind {
        switch content {
        case .status: .status
        case .ink: .ink
        case .energy: .energy
        }
    }
}
