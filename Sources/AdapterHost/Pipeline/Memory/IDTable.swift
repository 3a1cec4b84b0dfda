/// A set of 64-bit ids in open addressing, each with the number of the segment that it came with: 10 bytes a slot, at
/// most three in four taken. Ids are hashes already, so their lowest bits are the place to look first.
///
/// Segments that are dropped are not swept out: ids of theirs count as absent, and leave when the table is built anew.
final class IDTable {
    /// Slots of an empty table.
    private static let smallest = 1_024
    /// What no id is: an empty slot.
    private static let empty: UInt64 = 0

    private var ids: UnsafeMutablePointer<UInt64>
    private var segments: UnsafeMutablePointer<UInt16>
    private var mask: Int
    /// Slots that are not empty, those of dropped segments included.
    private var taken = 0
    /// The oldest segment whose ids count.
    private var oldest: UInt16 = 0

    /// An empty table with room for `ids`.
    init(ids expected: Int = 0) {
        mask = Self.capacity(for: expected) - 1
        (ids, segments) = Self.allocate(mask + 1)
    }

    deinit {
        ids.deallocate()
        segments.deallocate()
    }

    /// Bytes that it occupies.
    var memoryBytes: Int { (mask + 1) * (MemoryLayout<UInt64>.size + MemoryLayout<UInt16>.size) }

    /// Adds an id; false when it is there already.
    ///
    /// - Parameter segment: the segment's number modulo 2^16; of two, the one less than 2^15 behind is the older.
    func insert(_ id: UInt64, segment: UInt16) -> Bool {
        let id = id == Self.empty ? 1 : id
        if (taken + 1) * 4 > (mask + 1) * 3 { rebuild() }
        var slot = Int(truncatingIfNeeded: id) & mask
        while ids[slot] != Self.empty {
            if ids[slot] == id {
                if isLive(segments[slot]) { return false }
                segments[slot] = segment
                return true
            }
            slot = (slot + 1) & mask
        }
        ids[slot] = id
        segments[slot] = segment
        taken += 1
        return true
    }

    /// Takes an id out again.
    func remove(_ id: UInt64) {
        let id = id == Self.empty ? 1 : id
        var slot = Int(truncatingIfNeeded: id) & mask
        while ids[slot] != id {
            if ids[slot] == Self.empty { return }
            slot = (slot + 1) & mask
        }
        // What follows without a gap moves up, where it is still found from its first place on.
        var gap = slot
        slot = (slot + 1) & mask
        while ids[slot] != Self.empty {
            let home = Int(truncatingIfNeeded: ids[slot]) & mask
            if (slot - home) & mask >= (slot - gap) & mask {
                ids[gap] = ids[slot]
                segments[gap] = segments[slot]
                gap = slot
            }
            slot = (slot + 1) & mask
        }
        ids[gap] = Self.empty
        taken -= 1
    }

    /// Ids of segments before this one are absent from now on.
    func drop(before segment: UInt16) {
        oldest = segment
    }

    private func isLive(_ segment: UInt16) -> Bool { Int16(bitPattern: segment &- oldest) >= 0 }

    /// Moves what counts to a table at most half full.
    private func rebuild() {
        var live = 0
        for slot in 0...mask where ids[slot] != Self.empty && isLive(segments[slot]) { live += 1 }
        let (oldIDs, oldSegments, oldMask) = (ids, segments, mask)
        mask = Self.capacity(for: live + 1) - 1
        (ids, segments) = Self.allocate(mask + 1)
        taken = live
        for old in 0...oldMask where oldIDs[old] != Self.empty && isLive(oldSegments[old]) {
            var slot = Int(truncatingIfNeeded: oldIDs[old]) & mask
            while ids[slot] != Self.empty { slot = (slot + 1) & mask }
            ids[slot] = oldIDs[old]
            segments[slot] = oldSegments[old]
        }
        oldIDs.deallocate()
        oldSegments.deallocate()
    }

    private static func capacity(for ids: Int) -> Int {
        var capacity = smallest
        while capacity < ids * 2 { capacity *= 2 }
        return capacity
    }

    private static func allocate(_ slots: Int) -> (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt16>) {
        let ids = UnsafeMutablePointer<UInt64>.allocate(capacity: slots)
        ids.initialize(repeating: empty, count: slots)
        let segments = UnsafeMutablePointer<UInt16>.allocate(capacity: slots)
        segments.initialize(repeating: 0, count: slots)
        return (ids, segments)
    }
}
