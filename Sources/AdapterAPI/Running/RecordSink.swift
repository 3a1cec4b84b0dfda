/// Where an adapter's records go.
public protocol RecordSink: Sendable {
    /// Hands a batch and the checkpoint that covers it to the host, to be stored in one transaction. Returns as soon as
    /// the host has taken them into its bounded memory, which is not yet the disk; suspends while the host is full
    /// (back-pressure). The batch may be emptied and used again.
    ///
    /// - Parameter checkpoint: nil leaves the stored one as it is.
    /// - Throws: `CancellationError` when the source is stopped, or the host's fault; either ends the adapter's `run`.
    func send(_ batch: RecordBatch, checkpoint: Checkpoint?) async throws

    /// Returns once everything sent before is durable: only then may a file leave its inbox or a sender get its answer.
    func flush() async throws
}
