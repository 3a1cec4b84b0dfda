/// A promise that an adapter does not keep.
public struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
    /// The case's name; empty when it is about no case.
    public let caseName: String
    public let check: ConformanceCheck
    /// What was found.
    public let message: String

    init(_ caseName: String, _ check: ConformanceCheck, _ message: String) {
        self.caseName = caseName
        self.check = check
        self.message = message
    }

    /// `case: check: message`
    public var description: String {
        caseName.isEmpty ? "\(check.rawValue): \(message)" : "\(caseName): \(check.rawValue): \(message)"
    }
}
