import AdapterAPI
import Synchronization

@testable import IoTTransport

/// Time that passes when the simulation says so. The wall clock may jump; the other one never does.
final class SimulationClock: Sendable {
    private let state = Mutex<(now: Nanoseconds, wall: Int64)>((1_000_000_000, 1_800_000_000))

    var now: Nanoseconds { state.withLock { $0.now } }
    var wall: Int64 { state.withLock { $0.wall + $0.now / MonotonicTime.second } }

    func advance(to moment: Nanoseconds) { state.withLock { $0.now = max($0.now, moment) } }

    /// Somebody sets the machine's clock.
    func jump(seconds: Int64) { state.withLock { $0.wall += seconds } }

    var transport: TransportClock { TransportClock(now: { [self] in now }, wall: { [self] in wall }) }

    var adapter: AdapterClock { AdapterClock(now: { [self] in (wall, 0) }, sleep: { _ in }) }
}
