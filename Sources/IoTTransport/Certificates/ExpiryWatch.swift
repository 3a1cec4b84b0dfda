import Certificates

/// Says when a certificate is about to expire: from 30 days before, once a day, and at once when 7 days, 1 day or none
/// are left. Pure: the time is passed in, in seconds since 1970.
public struct ExpiryWatch: Sendable {
    /// Days before the expiry from which on the tone changes.
    public static let days = [30, 7, 1]
    private static let day: Int64 = 86_400

    /// What to tell.
    public struct Notice: Sendable, Equatable {
        /// Whether the device cannot connect any more, or not beyond tomorrow.
        public let isUrgent: Bool
        public let text: String
    }

    private let notAfter: Int64
    private var lastStage: Int?
    private var lastTime: Int64?

    /// - Parameter notAfter: The last second of the certificate's validity.
    public init(notAfter: Int64) { self.notAfter = notAfter }

    /// The notice that is due now; nil when there is none, or it was given within the last day.
    public mutating func notice(at now: Int64) -> Notice? {
        guard let notice = Self.notice(notAfter: notAfter, at: now) else {
            // A clock that was set right, perhaps.
            lastStage = nil
            return nil
        }
        let stage = Self.stage(notAfter: notAfter, at: now)
        if let lastTime, stage == lastStage, now >= lastTime, now - lastTime < Self.day { return nil }
        lastStage = stage
        lastTime = now
        return notice
    }

    /// The notice for a moment; nil when more than 30 days are left.
    public static func notice(notAfter: Int64, at now: Int64) -> Notice? {
        guard let stage = stage(notAfter: notAfter, at: now) else { return nil }
        let date = UTCText.text(notAfter)
        if stage == 0 {
            return Notice(isUrgent: true, text: "the device's certificate has expired (\(date))")
        }
        let left = notAfter - now
        let span = left < 2 * day ? "\(left / 3600) hours" : "\(left / day) days"
        return Notice(isUrgent: stage == 1, text: "the device's certificate expires in \(span) (\(date))")
    }

    /// 30, 7 or 1 for so many days at most, 0 when expired; nil when there is more time.
    private static func stage(notAfter: Int64, at now: Int64) -> Int? {
        if now > notAfter { return 0 }
        return days.last { notAfter - now <= Int64($0) * day }
    }
}
