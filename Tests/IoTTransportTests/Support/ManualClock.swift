import Synchronization

@testable import IoTTransport

/// Both clocks of the transport, put forward by the test.
final class ManualClock: Sendable {
    private let moments = Mutex<(now: Nanoseconds, wall: Int64)>((1_000 * MonotonicTime.second, 1_800_000_000))

    var clock: TransportClock {
        TransportClock(now: { self.moments.withLock { $0.now } }, wall: { self.moments.withLock { $0.wall } })
    }

    /// Time passes, on both clocks.
    func pass(_ seconds: Int64) {
        moments.withLock {
            $0.now += seconds * MonotonicTime.second
            $0.wall += seconds
        }
    }

    /// The wall clock is put forward or back.
    func jump(_ seconds: Int64) { moments.withLock { $0.wall += seconds } }
}
