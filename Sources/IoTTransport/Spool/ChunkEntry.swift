/// Where one event of a chunk ends and what it is. In the database: end, type, flags, little endian, 8 bytes.
@usableFromInline
struct ChunkEntry: Equatable, Sendable {
    /// The offset behind the last byte of the event.
    @usableFromInline var end: UInt32
    /// The id from the spool's table of event types.
    @usableFromInline var type: UInt16
    /// Reserved; 0.
    @usableFromInline var flags: UInt16

    @inlinable
    init(end: UInt32, type: UInt16, flags: UInt16 = 0) {
        self.end = end
        self.type = type
        self.flags = flags
    }

    /// Its size in the database.
    static let byteCount = 8
}
