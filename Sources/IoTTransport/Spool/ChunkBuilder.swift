/// Builds chunks of about 64 KiB, one after the other.
///
/// Events are written in place, so an event is copied once only on its way to disk. A copy of a builder is a builder
/// of its own.
public struct ChunkBuilder {
    /// The topic of the chunks that it builds.
    public let topic: String
    /// The class of their events.
    public let eventClass: EventClass
    @usableFromInline let targetBytes: Int
    @usableFromInline var buffer: ChunkBuffer

    /// - Parameters:
    ///   - topic: the MQTT topic of every event.
    ///   - eventClass: whether the events may be dropped.
    ///   - targetBytes: the size from which ``isFull`` holds, 1 byte to 1 MiB.
    public init(topic: String, eventClass: EventClass = .ordinary, targetBytes: Int = 65_536) {
        self.topic = topic
        self.eventClass = eventClass
        self.targetBytes = min(max(targetBytes, 1), 1_048_576)
        buffer = ChunkBuffer(capacity: 4_096)
    }

    /// Appends one event of exactly `size` bytes.
    ///
    /// - Parameters:
    ///   - size: in bytes, not negative.
    ///   - type: the id from ``Spool/typeID(eventType:eventSubtype:)``.
    ///   - write: fills the whole buffer that it is given.
    @inlinable
    public mutating func append(size: Int, type: UInt16, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        precondition(size >= 0, "an event has no negative size")
        if !isKnownUniquelyReferenced(&buffer) { buffer = buffer.copy() }
        let buffer = self.buffer
        if size > buffer.capacity &- buffer.used { buffer.grow(by: size) }
        write(UnsafeMutableRawBufferPointer(start: buffer.base + buffer.used, count: size))
        buffer.used &+= size
        buffer.entries.append(ChunkEntry(end: UInt32(buffer.used), type: type))
    }

    /// Whether the target size is reached and ``finish()`` is due.
    @inlinable
    public var isFull: Bool { buffer.used >= targetBytes }

    /// The events since the last ``finish()``.
    @inlinable
    public var count: Int { buffer.entries.count }

    /// The bytes since the last ``finish()``.
    @inlinable
    public var byteCount: Int { buffer.used }

    /// The chunk so far, nil when it is empty; leaves the builder empty, to be used again.
    public mutating func finish() -> EventChunk? {
        guard count > 0 else { return nil }
        if !isKnownUniquelyReferenced(&buffer) { buffer = buffer.copy() }
        let taken = buffer.take()
        return EventChunk(
            topic: topic, base: taken.base, byteCount: taken.count, entries: taken.entries, eventClass: eventClass)
    }
}
