public import Logging
import Synchronization

/// The durable queue between sources and delivery.
///
/// A source's checkpoint and the events that it covers are stored in one transaction, several sources share a
/// transaction, and an event leaves only by its PUBACK. One thread owns the database; callers hand it work through
/// bounded memory. Events of a source keep their order.
public final class Spool: Sendable {
    let mailbox: SharedMailbox
    private let settings: SpoolSettings
    private let logger: Logger
    private let thread = Mutex<OwnedThread?>(nil)
    private let opener: Opener

    typealias Opener = @Sendable (SpoolSettings, Logger) throws -> (any SpoolStore, SpoolContents)

    /// Nothing is opened or started.
    public convenience init(_ settings: SpoolSettings, logger: Logger) {
        self.init(settings, logger: logger, clock: .system) { try DamagedSpool.open($0, $1) }
    }

    /// - Parameter opener: opens the store; the simulation gives a model.
    init(_ settings: SpoolSettings, logger: Logger, clock: TransportClock, opener: @escaping Opener) {
        self.settings = settings
        self.logger = logger
        self.opener = opener
        mailbox = SharedMailbox(settings, clock)
    }

    deinit {
        // Forgotten to close: the thread finishes by itself.
        requestClose()?.detach()
    }

    /// Opens or creates the file and starts the thread.
    ///
    /// A damaged file is renamed to `<name>.damaged-<n>`, and what can be read of it goes on in a new one, which is logged
    /// with numbers.
    ///
    /// - Throws: ``SpoolError`` with a sentence that names the path and the cause.
    public func open() throws {
        try thread.withLock { thread in
            let box = OwnedOnce(try openStore())
            do {
                thread = try OwnedThread(name: "spool") { box.take()?.run() }
            } catch {
                mailbox.shared.withLock { $0.phase = .closed }
                throw SpoolError.cannotOpen("spool \(settings.path): \(error)")
            }
        }
    }

    /// Opens the store and leaves the work to the caller, who is the spool's thread from here on.
    func openStore() throws -> sending SpoolWorker {
        guard mailbox.shared.withLock({ $0.phase == .new }) else { throw SpoolError.alreadyOpen }
        let (store, contents) = try opener(settings, logger)
        let (now, wall) = (mailbox.clock.now(), mailbox.clock.wall())
        for source in contents.damagedCheckpoints {
            logger.warning("spool \(settings.path): the checkpoint of \(source) was damaged: the source reads again")
        }
        mailbox.shared.withLock { $0.open(contents, now: now, wall: wall) }
        return SpoolWorker(store, mailbox, path: settings.path, logger)
    }

    /// The id of an event type, for ``ChunkBuilder/append(size:type:_:)``; stored with the next append.
    ///
    /// - Returns: 0xFFFF for every type that comes when the table of 65,535 is full.
    /// - Throws: ``SpoolError/notOpen``.
    public func typeID(eventType: String, eventSubtype: String) throws -> UInt16 {
        try mailbox.shared.withLock { state in
            guard state.phase == .open else { throw SpoolError.notOpen }
            return state.types.id(type: eventType, subtype: eventSubtype)
        }
    }

    /// The name under an id of an event type; nil for one that is not known.
    public func typeName(of id: UInt16) -> (eventType: String, eventSubtype: String)? {
        mailbox.shared.withLock { $0.types.name(of: id).map { ($0.type, $0.subtype) } }
    }

    /// The class of an event type: what a ``ChunkBuilder`` for it must have.
    public func eventClass(eventType: String, eventSubtype: String) -> EventClass {
        settings.retention.eventClass(eventType: eventType, eventSubtype: eventSubtype)
    }

    /// The newest checkpoint that this source appended, nil when there is none.
    ///
    /// It may not be on disk yet: a source that is restarted within the process continues behind what it appended.
    ///
    /// - Throws: ``SpoolError/notOpen``.
    public func checkpoint(of source: String) throws -> [UInt8]? {
        try mailbox.shared.withLock { state in
            guard state.phase == .open else { throw SpoolError.notOpen }
            return state.checkpoints[source]
        }
    }

    /// Returns when the append is accepted into bounded memory, not yet durable; suspends while that or the spool is
    /// full.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while it waits, and nothing is appended then;
    ///   ``SpoolError/notOpen``; ``SpoolError/salvaged`` once after damage: the source must start again from its
    ///   ``checkpoint(of:)``.
    public func append(_ append: SpoolAppend) async throws {
        let accepted = try mailbox.tryAppend(append)
        if accepted { return }
        try await mailbox.wait { state, id, continuation in
            guard state.phase == .open else { throw SpoolError.notOpen }
            try state.checkRestart(append.source)
            if state.accept(append) { return false }
            state.appendWaiters.append(.init(id: id, append: append, continuation: continuation))
            return true
        }
    }

    /// Returns when all that this source appended before is on disk, committed with `synchronous=FULL`.
    ///
    /// - Throws: `CancellationError`; ``SpoolError/notOpen`` when the spool closes before; ``SpoolError/salvaged`` as
    ///   ``append(_:)``.
    public func flush(source: String) async throws {
        try await mailbox.wait { state, id, continuation in
            try state.checkRestart(source)
            let sequence = state.lastAccepted[source] ?? 0
            if sequence <= state.committed, state.phase != .new { return false }
            guard state.phase == .open else { throw SpoolError.notOpen }
            state.progressWaiters.append(.init(id: id, source: source, sequence: sequence, continuation: continuation))
            return true
        }
    }

    /// Returns when nothing is pending and every event on disk is acknowledged.
    ///
    /// - Throws: `CancellationError`; ``SpoolError/notOpen`` when the spool closes before.
    public func drained() async throws {
        try await mailbox.wait { state, id, continuation in
            guard state.phase == .open else { throw SpoolError.notOpen }
            if state.isDrained { return false }
            state.progressWaiters.append(.init(id: id, source: nil, sequence: nil, continuation: continuation))
            return true
        }
    }

    /// The counters as of the last transaction.
    public func counters() -> SpoolCounters {
        mailbox.shared.withLock { $0.counters }
    }

    /// Whether sources wait, or soon will: the spool is full, or its disk at fault.
    public var isBlocked: Bool { blockReason != nil }

    /// Why sources wait, for the status line; names the path. Nil when all is well, also while sources only wait for
    /// the next transaction.
    public var blockReason: String? {
        mailbox.shared.withLock { $0.blockReason }
    }

    /// ``blockReason`` by its kind.
    public var block: SpoolBlock? {
        mailbox.shared.withLock { $0.block }
    }

    /// Commits what is pending and what was acknowledged, also parts of chunks, then ends the thread.
    ///
    /// Blocks for as long as the last commits take. A second call does nothing.
    public func close() {
        requestClose()?.join()
    }

    private func requestClose() -> OwnedThread? {
        mailbox.withLockAndWake { state -> Void in
            if state.phase == .open { state.phase = .closing }
            if state.phase == .new { state.phase = .closed }
        }
        return thread.withLock { $0.take() }
    }
}
