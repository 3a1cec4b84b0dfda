/// When the folder is looked at as a whole: pure, times are spans since any fixed moment.
///
/// The interval is the configured one, but
/// - never so short that more than a tenth of the time goes into scans, since a large or slow folder takes long;
/// - longer while nothing waits in a folder whose every change is reported by events.
struct ScanSchedule {
    private let interval: Duration
    private(set) var next = Duration.zero
    private var last: Duration?
    private var lastDuration = Duration.zero

    /// How much longer the interval is while events tell everything and nothing waits.
    static let idleFactor = 6
    private static let share = 10

    init(interval: Duration) {
        self.interval = interval
    }

    /// A scan ended at `now` after `duration`. `isIdle`: events tell every change, and nothing waits.
    mutating func done(now: Duration, duration: Duration, isIdle: Bool) {
        last = now
        lastDuration = duration
        next = now + max(isIdle ? interval * Self.idleFactor : interval, duration * Self.share)
    }

    /// Something has happened that only a scan can tell; many such things are answered by one scan.
    mutating func isWanted(now: Duration) {
        guard let last else {
            next = now
            return
        }
        let pause = max(HotFolderSettings.shortestScanInterval, lastDuration * Self.share)
        next = min(next, max(now, last + pause))
    }

    /// Something is waiting now.
    mutating func isBusy() {
        if let last { next = min(next, last + max(interval, lastDuration * Self.share)) }
    }

    /// The folder was opened anew.
    mutating func restart(now: Duration) {
        last = nil
        next = now
    }
}
