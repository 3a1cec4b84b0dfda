/// The two clocks of the transport, so that the simulation can have its own.
struct TransportClock: Sendable {
    /// Never goes back; for spans.
    let now: @Sendable () -> Nanoseconds
    /// Seconds since 1970, as the machine believes; it may jump.
    let wall: @Sendable () -> Int64

    static let system = TransportClock(now: MonotonicTime.now, wall: SystemClock.seconds)
}
