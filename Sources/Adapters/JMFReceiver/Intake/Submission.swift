import AdapterAPI
import Synchronization

/// A body on its way to the disk, and the connection that waits for its outcome. The first outcome counts: whoever gave up
/// waiting has told the sender to try again.
final class Submission: Sendable {
    enum Purpose: Sendable {
        /// To be read as documents.
        case documents
        /// Only noted among the dead letters, with the reason; `body` is no more than its beginning.
        case note(String)
    }

    let purpose: Purpose
    let body: [UInt8]
    let contentType: String?
    /// What messages and dead letters call it: who sent it and where to.
    let name: String
    let received: Timestamp
    private let reservation: Reservation
    private let state = Mutex(State.open)

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case settled(Outcome)
    }

    init(
        purpose: Purpose = .documents, body: [UInt8], contentType: String?, name: String, received: Timestamp,
        reservation: Reservation
    ) {
        self.purpose = purpose
        self.body = body
        self.contentType = contentType
        self.name = name
        self.received = received
        self.reservation = reservation
    }

    /// Whether its sender has been told something already.
    var isSettled: Bool {
        state.withLock { if case .settled = $0 { true } else { false } }
    }

    func settle(_ outcome: Outcome) {
        let waiter: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .open:
                state = .settled(outcome)
                return nil
            case .awaited(let waiter):
                state = .settled(outcome)
                return waiter
            case .settled:
                return nil
            }
        }
        waiter?.resume(returning: outcome)
    }

    /// Returns the outcome as soon as there is one. To be called once.
    func outcome() async -> Outcome {
        await withCheckedContinuation { waiter in
            let outcome: Outcome? = state.withLock { state in
                if case .settled(let outcome) = state { return outcome }
                state = .awaited(waiter)
                return nil
            }
            if let outcome { waiter.resume(returning: outcome) }
        }
    }
}
