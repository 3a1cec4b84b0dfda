import AdapterAPI

/// What all presses of a simulation follow: it decides every event, and so what a checkpoint is worth.
struct PressPlan: Sendable {
    var seed: UInt64
    /// Shifts of 8 hours a day, 1 to 3; the rest of the day is night.
    var shifts: Int
    var worksWeekends: Bool
    /// Simulated milliseconds between two status events of a press that has work.
    var interval: Int64
    var faults = SyntheticFaults()

    /// Two plans with the same number make the same events.
    var fingerprint: UInt64 {
        // The version counts changes of the model itself.
        let version = 2
        return ContentHash(
            of: "\(version) \(seed) \(shifts) \(worksWeekends) \(interval) \(faults.fingerprint)"
        ).high
    }
}
