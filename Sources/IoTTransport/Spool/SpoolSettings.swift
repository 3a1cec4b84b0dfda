/// The spool's file and its limits.
public struct SpoolSettings: Sendable, Equatable {
    /// The database file; its folder must exist.
    public var path: String
    /// The bytes of waiting events from which sources wait.
    public var maxBytes: Int64
    /// The bytes of appends accepted and not yet on disk from which sources wait.
    public var memoryBytes: Int
    /// The bytes of events held in memory for delivery.
    public var deliveryBytes: Int
    /// The events held in memory for delivery.
    public var deliveryEvents: Int
    /// How many dead letters are kept.
    public var deadLetters: DeadLetterLimits

    /// What becomes of events that find the spool full, or wait in it for too long.
    public var retention: SpoolRetention

    /// Pages that the file may have; for tests of a full disk.
    var maxPages: Int?
    /// The file system of SQLite to use, in place of its usual one; for tests.
    var fileSystem: String?

    /// The file that only keeps room on the disk beside a spool: it is gone while that disk is full.
    public static func reserve(of spool: String) -> String { SpoolReserve(spool: spool).path }

    /// Settings with the usual limits: 4 GiB on disk, 4 MiB pending, 2 MB and 2,000 events for delivery.
    public init(
        path: String, maxBytes: Int64 = 4 << 30, memoryBytes: Int = 4 << 20, deliveryBytes: Int = 2_000_000,
        deliveryEvents: Int = 2_000, deadLetters: DeadLetterLimits = DeadLetterLimits(),
        retention: SpoolRetention = SpoolRetention()
    ) {
        self.path = path
        self.maxBytes = maxBytes
        self.memoryBytes = memoryBytes
        self.deliveryBytes = deliveryBytes
        self.deliveryEvents = deliveryEvents
        self.deadLetters = deadLetters
        self.retention = retention
    }
}
