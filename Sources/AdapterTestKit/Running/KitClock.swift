import AdapterAPI
import Synchronization

/// A clock that stands still except while somebody sleeps, so that times are the same in each run.
final class KitClock: Sendable {
    private let nanoseconds = Mutex(FeedPlace.start * 1_000_000_000)

    var clock: AdapterClock {
        AdapterClock(
            now: { [self] in
                nanoseconds.withLock { ($0 / 1_000_000_000, Int32($0 % 1_000_000_000)) }
            },
            sleep: { [self] duration in
                try Task.checkCancellation()
                nanoseconds.withLock { $0 += Int64(duration.inSeconds * 1e9) }
                await Task.yield()
            })
    }
}
