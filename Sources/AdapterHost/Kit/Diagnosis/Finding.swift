/// What is wrong, or fine, with one thing, in words that a plant technician understands. The status page, `top` and
/// `doctor` all speak by findings, so that they say the same of the same trouble.
struct Finding: Sendable, Equatable, Codable {
    enum Level: String, Sendable, Codable, Comparable {
        case ok, warning, failure

        private var rank: Int {
            switch self {
            case .ok: 0
            case .warning: 1
            case .failure: 2
            }
        }

        static func < (one: Level, other: Level) -> Bool { one.rank < other.rank }
    }

    /// A name for scripts that never changes, as `certificate.expired`.
    let id: String
    let level: Level
    /// What it is about, as `broker`, `spool` or `press cd102`.
    let subject: String
    /// What is the matter, with the figures and paths that matter.
    let cause: String
    /// What to do about it; nil where there is nothing to do.
    let nextStep: String?
}
