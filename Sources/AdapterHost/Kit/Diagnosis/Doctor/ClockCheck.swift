import Certificates

/// This machine's clock beside those of others. Pure.
struct ClockCheck {
    /// Somebody else's clock.
    struct Reading: Equatable {
        /// Whose, for a person.
        var whose: String
        /// How far ours is ahead of it, in seconds.
        var ahead: Int64
    }

    /// Further off than this is wrong: events carry the time, and answers take a moment.
    static let tolerance: Int64 = 60

    let readings: [Reading]
    /// When our certificate begins to hold, in seconds since 1970: it was made before now.
    let certificateStart: Int64?
    /// By our clock.
    let now: Int64

    func run() -> Finding {
        if let worst = readings.max(by: { $0.ahead.magnitude < $1.ahead.magnitude }),
            worst.ahead.magnitude > Self.tolerance
        {
            return Words.clockOff(seconds: Int(worst.ahead), reference: worst.whose)
        }
        if let certificateStart, now < certificateStart {
            return Words.clockOff(
                seconds: Int(now - certificateStart), reference: "the beginning of this device's certificate, at least")
        }
        if let reading = readings.first {
            return Words.ok("clock.ok", Words.clock, "It agrees with \(reading.whose).")
        }
        return Finding(
            id: "clock.unchecked", level: .ok, subject: Words.clock,
            cause: "It cannot be checked: nobody that was asked tells the time. It shows \(UTCText.text(now)).",
            nextStep: "Compare it with a clock that is right; see also: timedatectl")
    }
}
