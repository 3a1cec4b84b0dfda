import Synchronization

/// The memory that a source's bodies may take together.
final class BodyBudget: Sendable {
    let limit: Int
    private let used = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Bytes taken now.
    var taken: Int { used.withLock { $0 } }

    fileprivate func take(_ bytes: Int) -> Bool {
        used.withLock { used in
            guard used + bytes <= limit else { return false }
            used += bytes
            return true
        }
    }

    fileprivate func give(_ bytes: Int) {
        used.withLock { $0 -= bytes }
    }
}

/// One body's part of the budget, which it gives back when nobody holds it any more.
final class Reservation: Sendable {
    private let budget: BodyBudget
    private let bytes = Mutex(0)

    init(_ budget: BodyBudget) {
        self.budget = budget
    }

    deinit { budget.give(bytes.withLock { $0 }) }

    /// Takes more; false when the budget has no more.
    func grow(by more: Int) -> Bool {
        guard budget.take(more) else { return false }
        bytes.withLock { $0 += more }
        return true
    }
}
