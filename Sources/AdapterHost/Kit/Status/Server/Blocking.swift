import IoTTransport

/// Runs what blocks on a thread of its own, and waits for it without blocking.
enum Blocking {
    /// - Throws: what `work` throws, or that there is no thread.
    static func run<Value: Sendable>(_ name: String, _ work: @escaping @Sendable () throws -> Value) async throws
        -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try OwnedThread(name: name) { continuation.resume(with: Result { try work() }) }.detach()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
