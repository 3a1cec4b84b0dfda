/// The memory of a chunk that is being built. Becomes an ``EventChunk`` without a copy.
@usableFromInline
final class ChunkBuffer {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var capacity: Int
    @usableFromInline var used = 0
    @usableFromInline var entries: ContiguousArray<ChunkEntry> = []

    @usableFromInline
    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// Makes room for `size` more bytes; kept out of line because it is rare.
    @usableFromInline @inline(never)
    func grow(by size: Int) {
        let larger = max(capacity * 2, used + size)
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        fresh.copyMemory(from: base, byteCount: used)
        base.deallocate()
        base = fresh
        capacity = larger
    }

    @usableFromInline
    func copy() -> ChunkBuffer {
        let other = ChunkBuffer(capacity: capacity)
        other.base.copyMemory(from: base, byteCount: used)
        other.used = used
        other.entries = entries
        return other
    }

    /// The bytes so far, in memory of their own that fits; this buffer is empty afterwards and can be used again.
    func take() -> (base: UnsafeMutableRawPointer, count: Int, entries: ContiguousArray<ChunkEntry>) {
        let result: UnsafeMutableRawPointer
        if used * 2 < capacity {
            // A chunk may wait in memory for long: it must not hold 64 KiB for one small event.
            result = UnsafeMutableRawPointer.allocate(byteCount: max(used, 1), alignment: 16)
            result.copyMemory(from: base, byteCount: used)
        } else {
            result = base
            base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        }
        defer {
            used = 0
            entries = []
            entries.reserveCapacity(64)
        }
        return (result, used, entries)
    }
}
