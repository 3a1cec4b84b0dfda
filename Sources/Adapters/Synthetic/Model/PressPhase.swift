/// What a press is doing.
enum PressPhase: Equatable, Sendable {
    case idle, setup, production, stopped, cleanup

    /// `signalstatus.deviceinfo.status`.
    var deviceStatus: String {
        switch self {
        case .idle: "Idle"
        case .setup, .production, .cleanup: "Production"
        case .stopped: "Stopped"
        }
    }

    /// The status of the job's phase; an idle press has no job.
    var jobStatus: String {
        switch self {
        case .idle: "Waiting"
        case .setup: "Setup"
        case .production: "InProgress"
        case .stopped: "Stopped"
        case .cleanup: "Cleanup"
        }
    }
}
