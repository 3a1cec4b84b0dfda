import Logging
import Synchronization

extension SpoolWorker {
    private static let salvageInterval = 60 * MonotonicTime.second

    /// Salvages the broken store and goes on with the new one. Nil when that is done; else what to wait for.
    func salvage(_ cause: String) -> Progress? {
        let now = mailbox.clock.now()
        if mailbox.shared.withLock({ $0.phase != .open }) {
            // The next start does it.
            finish()
            return .ended
        }
        guard now >= salvageDue else { return .idle(until: salvageDue) }
        do {
            let (store, contents) = try store.salvaged(cause, logger)
            self.store = store
            // A disk that damages what was just written must not be filled with damaged files.
            salvageDue = now + Self.salvageInterval
            brokenBy = nil
            _ = writing.clear()
            _ = store.holdReserve()
            let told = mailbox.shared.withLock { state in
                state.fault = nil
                return state.salvaged(contents)
            }
            for waiter in told { waiter.resume(throwing: SpoolError.salvaged) }
            return nil
        } catch {
            let delay = writing.next()
            salvageDue = now + delay
            let text = "spool \(path): \(SpoolFault(error).text)"
            mailbox.shared.withLock { $0.fault = text }
            logger.warning("\(text); next try in \(MonotonicTime.seconds(delay))")
            return .idle(until: salvageDue)
        }
    }
}
