/// What `/health` answers.
struct HealthReport: Codable, Equatable, Sendable {
    var live: Bool
    var ready: Bool
    var healthy: Bool
    var reasons: [String]?

    /// - Parameter withReasons: whether whoever asks may know more than yes and no.
    init(_ report: StatusReport, withReasons: Bool) {
        live = report.live
        ready = report.ready
        healthy = report.healthy
        if withReasons { reasons = report.reasons }
    }
}
