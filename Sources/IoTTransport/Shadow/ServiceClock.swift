/// The platform's clock, as an answer of its shadow service told it: pure.
///
/// The answer was on its way for a moment, so it is right to a few seconds.
public struct ServiceClock: Sendable, Equatable {
    /// Seconds since 1970 that the service said.
    public let timestamp: Int64
    /// When that came, on the monotonic clock.
    let received: Nanoseconds

    /// How far a wall clock is ahead of the service's, in seconds; negative when it is behind.
    ///
    /// - Parameter wall: what it shows now, in seconds since 1970.
    public func lead(ofWall wall: Int64) -> Int64 { lead(ofWall: wall, now: MonotonicTime.now()) }

    func lead(ofWall wall: Int64, now: Nanoseconds) -> Int64 {
        let elapsed = (now - received) / MonotonicTime.second
        return wall.subtractingReportingOverflow(timestamp &+ elapsed).partialValue
    }
}
