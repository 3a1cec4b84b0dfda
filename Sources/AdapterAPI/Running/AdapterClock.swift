import Glibc

/// Time as an adapter sees it, so that tests can hand it another one.
public struct AdapterClock: Sendable {
    /// The present moment: seconds since 1970 and nanoseconds.
    public let now: @Sendable () -> (seconds: Int64, nanoseconds: Int32)
    /// Waits; throws `CancellationError` when the source is stopped meanwhile.
    public let sleep: @Sendable (Duration) async throws -> Void

    public init(
        now: @escaping @Sendable () -> (seconds: Int64, nanoseconds: Int32),
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    /// The machine's clock.
    public static let system = AdapterClock(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return (Int64(time.tv_sec), Int32(time.tv_nsec))
        },
        sleep: { try await Task.sleep(for: $0) })
}
