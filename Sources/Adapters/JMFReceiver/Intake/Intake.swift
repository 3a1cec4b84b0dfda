import Synchronization

/// Bodies on their way from the connections to the source's thread, bounded by the bytes that the budget allows.
final class Intake: Sendable {
    let budget: BodyBudget
    private let state = Mutex(State())

    private struct State {
        var queue: [Submission] = []
        var worker: CheckedContinuation<Void, Never>?
        /// Why nothing is taken any more.
        var end: (any Error)?
    }

    /// Bodies, and their bytes, that are stored together at most.
    private static let groupCount = 64
    private static let groupBytes = 4 << 20

    init(limit: Int) {
        budget = BodyBudget(limit: limit)
    }

    /// Puts a body behind those that wait. Where nothing is taken any more it is settled at once.
    func submit(_ submission: Submission) {
        let (isTaken, worker) = state.withLock { state in
            guard state.end == nil else { return (false, nil as CheckedContinuation<Void, Never>?) }
            state.queue.append(submission)
            return (true, state.worker.take())
        }
        if !isTaken { submission.settle(.unavailable("the source is stopping")) }
        worker?.resume()
    }

    /// The next bodies to be stored together, at least one; suspends until there is one.
    /// - Throws: what ``end(_:)`` was given, or `CancellationError`.
    func next() async throws -> [Submission] {
        while true {
            try Task.checkCancellation()
            let group = try state.withLock { state in
                if let end = state.end { throw end }
                return Self.takeGroup(&state.queue)
            }
            if !group.isEmpty { return group }
            await withTaskCancellationHandler {
                await withCheckedContinuation { worker in
                    let waits = state.withLock { state in
                        guard state.queue.isEmpty, state.end == nil, !Task.isCancelled else { return false }
                        state.worker = worker
                        return true
                    }
                    if !waits { worker.resume() }
                }
            } onCancel: {
                state.withLock { $0.worker.take() }?.resume()
            }
        }
    }

    /// Takes nothing more; what waits is settled, so that its senders try again.
    func end(_ reason: any Error) {
        let (queue, worker) = state.withLock { state in
            if state.end == nil { state.end = reason }
            defer { state.queue = [] }
            return (state.queue, state.worker.take())
        }
        for submission in queue { submission.settle(.unavailable("the source is stopping")) }
        worker?.resume()
    }

    private static func takeGroup(_ queue: inout [Submission]) -> [Submission] {
        var bytes = 0
        var count = 0
        while count < min(queue.count, groupCount), count == 0 || bytes + queue[count].body.count <= groupBytes {
            bytes += queue[count].body.count
            count += 1
        }
        let group = Array(queue[..<count])
        queue.removeFirst(count)
        return group
    }
}
