/// One thing that an inspection of a certificate store found.
public struct StoreFinding: Sendable, Equatable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable, Comparable {
        case note, warning
        /// The store cannot be used.
        case error

        public static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    public var severity: Severity
    /// A name for machines that stays the same: `key-mismatch`.
    public var code: String
    /// What is the matter, with the file.
    public var message: String
    /// What to do about it.
    public var advice: String

    public init(_ severity: Severity, _ code: String, _ message: String, advice: String) {
        self.severity = severity
        self.code = code
        self.message = message
        self.advice = advice
    }

    /// What is the matter, and what to do.
    public var description: String { "\(message): \(advice)" }
}
