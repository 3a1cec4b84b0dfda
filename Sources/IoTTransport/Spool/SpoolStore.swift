import Logging

/// What the spool's thread asks of the disk. ``SpoolDatabase`` in the host; a model that fails in every way in the
/// simulation. All calls come from one thread.
protocol SpoolStore {
    /// Does all of `work` in one transaction, on disk when it returns, or nothing of it.
    func store(_ work: SpoolWork) throws -> SpoolOutcome

    /// Makes the space of what was deleted usable; it is as well if that fails.
    func checkpoint()

    /// Whether free pages, from events that left, hold what `work` appends.
    func hasFreePages(for work: SpoolWork) throws -> Bool

    /// The chunks behind `after`, in order, until `bytes` or `events` are reached, without those released.
    func read(
        after: Int64, bytes: Int, events: Int, released: Set<Int64>, prefixes: [Int64: ChunkPrefix]
    ) throws -> SpoolReading

    /// The ids that are remembered of a source, oldest segment first.
    func recentIDs(of source: String) throws -> [RecentSegment]

    func deadLetters(_ query: DeadLetterQuery) throws -> DeadLetterPage

    /// What commands have left to be done, the oldest first.
    func requests() throws -> [SpoolRequest]

    /// Occupies the space that deleting needs on a full disk; whether it could.
    func holdReserve() -> Bool

    /// Gives that space up.
    func releaseReserve()

    func close() throws

    /// Closes it, makes a new store of what can be read of it, and opens that. Every call after it goes to the new one.
    func salvaged(_ cause: String, _ logger: Logger) throws -> (any SpoolStore, SpoolContents)
}

extension SpoolStore {
    /// A store that cannot be damaged.
    func salvaged(_ cause: String, _ logger: Logger) throws -> (any SpoolStore, SpoolContents) {
        throw SpoolError.cannotOpen(cause)
    }
}
