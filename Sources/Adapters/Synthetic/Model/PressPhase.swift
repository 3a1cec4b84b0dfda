/// What a press is doing.
enum PressPhase: Equatable, Sendable {
    /// Plates, formats and inks are changed; then sheets run until the colours are right.
    case makeready, proof
    case production
    case stopped
    /// The job waits for the next shift; then the press warms up.
    case suspended, warmup
    case cleanup
    /// The job is done: said once.
    case completed
    case idle

    /// `signalstatus.deviceinfo.status`, as the platform names it.
    var deviceStatus: String {
        switch self {
        case .idle, .suspended, .completed: "Idle"
        case .makeready, .proof, .warmup, .production, .cleanup: "Production"
        case .stopped: "Stopped"
        }
    }

    /// The status of the job's phase; an idle press has no job.
    var jobStatus: String {
        switch self {
        case .makeready, .proof, .warmup: "Setup"
        case .production: "InProgress"
        case .stopped: "Stopped"
        case .suspended: "Suspended"
        case .cleanup: "Cleanup"
        case .completed: "Completed"
        case .idle: "Waiting"
        }
    }

    /// What the press takes from the mains, in watts, at a speed in sheets an hour.
    func watts(speed: Int) -> Int64 {
        switch self {
        case .makeready, .warmup: 18_000
        case .proof, .production: 20_000 + Int64(speed) * 5 / 2
        case .stopped, .cleanup: 14_000
        case .completed, .idle: 6_000
        case .suspended: 800
        }
    }
}
