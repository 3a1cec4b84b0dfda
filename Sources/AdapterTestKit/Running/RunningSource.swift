import Synchronization

/// A source that runs, and what feeds it.
final class RunningSource: Sendable {
    enum Ending: Sendable {
        case returned
        case threw(any Error)
        /// It did not end in time.
        case overdue
    }

    private struct State {
        var ending: Ending?
        var feedFault: (any Error)?
    }

    let sink: KitSink
    private let state: SharedState
    private let running: Task<Void, Never>
    private let feeding: Task<Void, Never>?

    private final class SharedState: Sendable {
        let value = Mutex(State())
    }

    /// Between two looks at whether something has happened.
    private static let look = Duration.milliseconds(1)

    init(_ sink: KitSink, feed: (any FeedSession)?, run: @escaping @Sendable () async throws -> Void) {
        self.sink = sink
        let state = SharedState()
        self.state = state
        let running = Task {
            let ending: Ending
            do {
                try await run()
                ending = .returned
            } catch {
                ending = .threw(error)
            }
            sink.end()
            state.value.withLock { $0.ending = ending }
        }
        self.running = running
        feeding = feed.map { feed in
            Task {
                do {
                    try await feed.feed()
                } catch is CancellationError {
                    return
                } catch {
                    state.value.withLock { $0.feedFault = error }
                }
                if !feed.stopsWhenIdle { running.cancel() }
            }
        }
    }

    func cancel() { running.cancel() }

    /// Waits until something holds or the run has ended; false when neither comes within the limit.
    func waits(within limit: Duration, until holds: () -> Bool) async -> Bool {
        let end = ContinuousClock.now + limit
        while !holds(), state.value.withLock({ $0.ending == nil }) {
            guard ContinuousClock.now < end else { return false }
            try? await Task.sleep(for: Self.look)
        }
        return true
    }

    /// How the run ended. One that is overdue is cancelled and left to itself.
    func ending(within limit: Duration) async -> Ending {
        _ = await waits(within: limit) { false }
        feeding?.cancel()
        await feeding?.value
        let (ending, fault) = state.value.withLock { ($0.ending, $0.feedFault) }
        if let fault { return .threw(fault) }
        if ending == nil { running.cancel() }
        return ending ?? .overdue
    }
}
