extension EventChunk {
    /// The index as it is stored.
    func packedEntries() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: entries.count * ChunkEntry.byteCount) { buffer, initialized in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for (index, entry) in entries.enumerated() {
                let at = index * ChunkEntry.byteCount
                raw.storeBytes(of: entry.end.littleEndian, toByteOffset: at, as: UInt32.self)
                raw.storeBytes(of: entry.type.littleEndian, toByteOffset: at + 4, as: UInt16.self)
                raw.storeBytes(of: entry.flags.littleEndian, toByteOffset: at + 6, as: UInt16.self)
            }
            initialized = raw.count
        }
    }

    /// A chunk from what was stored; nil when index and bytes contradict each other, as after damage on disk.
    convenience init?(
        topic: String, packed: UnsafeRawBufferPointer, bytes: UnsafeRawBufferPointer,
        eventClass: EventClass = .ordinary
    ) {
        let count = packed.count / ChunkEntry.byteCount
        guard count > 0, packed.count % ChunkEntry.byteCount == 0 else { return nil }
        var entries: ContiguousArray<ChunkEntry> = []
        entries.reserveCapacity(count)
        var previous: UInt32 = 0
        for index in 0..<count {
            let at = index * ChunkEntry.byteCount
            let end = UInt32(littleEndian: packed.loadUnaligned(fromByteOffset: at, as: UInt32.self))
            guard end >= previous else { return nil }
            previous = end
            entries.append(
                ChunkEntry(
                    end: end,
                    type: UInt16(littleEndian: packed.loadUnaligned(fromByteOffset: at + 4, as: UInt16.self)),
                    flags: UInt16(littleEndian: packed.loadUnaligned(fromByteOffset: at + 6, as: UInt16.self))))
        }
        guard Int(previous) == bytes.count else { return nil }
        let base = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
        UnsafeMutableRawBufferPointer(start: base, count: bytes.count).copyMemory(from: bytes)
        self.init(topic: topic, base: base, byteCount: bytes.count, entries: entries, eventClass: eventClass)
    }
}
