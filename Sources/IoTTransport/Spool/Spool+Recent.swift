import Synchronization

extension Spool {
    /// The ids that a source has stored with ``SpoolAppend/recent``, oldest segment first, all of its appends included.
    ///
    /// - Throws: `CancellationError`; ``SpoolError/notOpen``; what the disk says.
    public func recentIDs(of source: String) async throws -> [RecentSegment] {
        try await flush(source: source)
        return try await withCheckedThrowingContinuation { continuation in
            let isOpen = mailbox.withLockAndWake { state in
                guard state.phase == .open else { return false }
                state.recalls.append(.init(source: source, continuation: continuation))
                return true
            }
            if !isOpen { continuation.resume(throwing: SpoolError.notOpen) }
        }
    }
}
