/// Events of one topic, packed one behind the other; immutable once built.
///
/// It is what the spool stores, reads back and hands to delivery: one row for about 64 KiB of events, since a row for
/// each event costs several times more processor time.
public final class EventChunk: Sendable {
    /// The MQTT topic of all its events.
    public let topic: String
    /// How many events it holds; at least one.
    public let count: Int
    /// The bytes of all its events together.
    public let byteCount: Int
    /// Whether its events may be dropped.
    public let eventClass: EventClass

    let entries: ContiguousArray<ChunkEntry>
    // Written before `init` returns and never after it, so reading it from any thread is safe.
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer

    /// Takes over `base`, which must come from `UnsafeMutableRawPointer.allocate`.
    init(
        topic: String, base: UnsafeMutableRawPointer, byteCount: Int, entries: ContiguousArray<ChunkEntry>,
        eventClass: EventClass = .ordinary
    ) {
        self.topic = topic
        self.eventClass = eventClass
        self.base = base
        self.byteCount = byteCount
        self.entries = entries
        count = entries.count
    }

    deinit { base.deallocate() }

    /// The bytes of one event, valid while `body` runs; `index` is within `0..<count`.
    public func withEvent<Result>(at index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let start = index == 0 ? 0 : Int(entries[index - 1].end)
        let end = Int(entries[index].end)
        return try body(UnsafeRawBufferPointer(start: base + start, count: end - start))
    }

    /// The size of one event in bytes.
    public func size(at index: Int) -> Int {
        Int(entries[index].end) - (index == 0 ? 0 : Int(entries[index - 1].end))
    }

    /// The id of one event's type, from ``Spool/typeID(eventType:eventSubtype:)``.
    public func type(at index: Int) -> UInt16 {
        entries[index].type
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: byteCount))
    }

    /// What it occupies in memory, about.
    var memoryBytes: Int { byteCount + entries.count * ChunkEntry.byteCount + 128 }
}
