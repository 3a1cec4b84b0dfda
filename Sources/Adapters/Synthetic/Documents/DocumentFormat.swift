/// What a press writes.
enum DocumentFormat: String, CaseIterable, Sendable {
    /// ProductionDataAcquisition.
    case pda
    case jmf
    case xjmf
    case csv

    /// Of its files.
    var fileExtension: String { self == .pda ? "xml" : rawValue }
}
