import AdapterAPI

/// How simulated milliseconds are written: the moment of the simulation's start, and a zone.
struct SimulatedTime: Sendable {
    /// In nanoseconds since 1970.
    let start: Int64
    let zone: ZoneRules

    /// A simulated moment, as a clock shows it that is wrong by `skew` milliseconds.
    func stamp(_ milliseconds: Int64, skew: Int64 = 0) -> Timestamp {
        stamp(nanosecondsSince1970: start + (milliseconds + skew) * 1_000_000)
    }

    func stamp(nanosecondsSince1970 nanoseconds: Int64) -> Timestamp {
        let second: Int64 = 1_000_000_000
        let seconds = nanoseconds >= 0 ? nanoseconds / second : (nanoseconds - second + 1) / second
        return Timestamp(
            secondsSince1970: seconds, nanoseconds: Int32(nanoseconds - seconds * second), zone: zone)
    }
}
