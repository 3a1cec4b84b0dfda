import AdapterAPI
import Synchronization

/// A clock that moves only when somebody sleeps.
final class FakeTime: Sendable {
    private let nanoseconds: Mutex<Int64>
    let sleeps = Mutex(0)
    /// What happens while somebody sleeps.
    private let onSleep: @Sendable (Duration) -> Void

    init(seconds: Int64, onSleep: @escaping @Sendable (Duration) -> Void = { _ in }) {
        nanoseconds = Mutex(seconds * 1_000_000_000)
        self.onSleep = onSleep
    }

    var seconds: Double { nanoseconds.withLock { Double($0) / 1e9 } }

    func advance(seconds: Int64) {
        nanoseconds.withLock { $0 += seconds * 1_000_000_000 }
    }

    var clock: AdapterClock {
        AdapterClock(
            now: { self.nanoseconds.withLock { ($0 / 1_000_000_000, Int32($0 % 1_000_000_000)) } },
            sleep: { duration in
                try Task.checkCancellation()
                self.sleeps.withLock { $0 += 1 }
                self.onSleep(duration)
                self.nanoseconds.withLock { $0 += Int64(duration.inSeconds * 1e9) }
            })
    }
}
