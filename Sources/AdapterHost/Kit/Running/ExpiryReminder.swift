import Certificates
import IoTTransport
import Logging

/// Logs when the device's certificate is about to expire, at start and again every day.
struct ExpiryReminder {
    let storeFolder: String
    let logger: Logger

    private static let pause = Duration.seconds(3600)

    /// Runs until it is cancelled. The store is read again each time, since its certificate may have been replaced.
    func run() async {
        var watched: Int64?
        var watch = ExpiryWatch(notAfter: .max)
        while !Task.isCancelled {
            let now = SystemClock.seconds()
            let notAfter = StoreInspection(StoreContents(folder: storeFolder), at: now).certificate?.notAfter
            if let notAfter, notAfter != watched {
                watched = notAfter
                watch = ExpiryWatch(notAfter: notAfter)
            }
            if let notice = watch.notice(at: now) {
                let text = "\(storeFolder): \(notice.text): install a new one with: adapter-host provision import DIR"
                logger.log(level: notice.isUrgent ? .error : .warning, "\(text)")
            }
            try? await Task.sleep(for: Self.pause)
        }
    }
}
