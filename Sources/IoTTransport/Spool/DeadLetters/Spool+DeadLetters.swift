import Synchronization

extension Spool {
    /// A page of dead letters as they are on disk.
    ///
    /// - Throws: ``SpoolError/notOpen``; what the disk says.
    public func deadLetters(_ query: DeadLetterQuery) async throws -> DeadLetterPage {
        try await self.query { try $0.deadLetters(query) }
    }

    /// The requests that commands have left, as soon as there are some: looked for once a second while somebody waits.
    /// The same come again until their answer is on disk.
    ///
    /// - Throws: `CancellationError`; ``SpoolError/notOpen`` when the spool closes before.
    public func nextRequests() async throws -> [SpoolRequest] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let fault: (any Error)? = mailbox.withLockAndWake { state in
                    guard state.phase == .open else { return SpoolError.notOpen }
                    if Task.isCancelled { return CancellationError() }
                    state.requestWaiters.append(continuation)
                    return nil
                }
                if let fault { continuation.resume(throwing: fault) }
            }
        } onCancel: {
            let waiters = mailbox.withLockAndWake { state in
                defer { state.requestWaiters = [] }
                return state.requestWaiters
            }
            for waiter in waiters { waiter.resume(throwing: CancellationError()) }
        }
    }

    /// Reads on the spool's thread.
    func query<Value: Sendable>(_ read: @escaping @Sendable (any SpoolStore) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            let query = SpoolMailbox.Query { store in
                guard let store else { return continuation.resume(throwing: SpoolError.notOpen) }
                continuation.resume(with: Result { try read(store) })
            }
            let isOpen = mailbox.withLockAndWake { state in
                guard state.phase == .open else { return false }
                state.queries.append(query)
                return true
            }
            if !isOpen { continuation.resume(throwing: SpoolError.notOpen) }
        }
    }
}
