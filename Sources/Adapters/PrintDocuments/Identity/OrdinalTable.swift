import AdapterAPI

/// Counts equal records of one document: the first has the ordinal 1, the next 2. Bounded: beyond about three quarters of a
/// million different records the answer is nil, and a record's position has to do.
///
/// A slot is 48 bits of the hash and 16 of the count, so a document of any size costs at most 8 MiB. Two records that agree
/// in those bits only take each other's ordinals, which keeps their ids apart all the same.
struct OrdinalTable: ~Copyable {
    private var slots: UnsafeMutablePointer<UInt64>
    private var capacity = 256
    private var used = 0

    private static let largestCapacity = 1 << 20
    private static let countMask: UInt64 = 0xffff

    init() {
        slots = .allocate(capacity: 256)
        slots.initialize(repeating: 0, count: 256)
    }

    deinit { slots.deallocate() }

    /// The ordinal of one more record with this hash.
    @inline(__always)
    mutating func next(_ hash: ContentHash) -> UInt64? {
        let mark = hash.high & ~Self.countMask  // never an empty slot: the count is at least 1
        var index = place(mark)
        while true {
            let slot = slots[index]
            if slot == 0 { return insert(mark, at: index) }
            if slot & ~Self.countMask == mark {
                guard slot & Self.countMask < Self.countMask else { return nil }
                slots[index] = slot + 1
                return (slot & Self.countMask) + 1
            }
            index = (index + 1) & (capacity - 1)
        }
    }

    private mutating func insert(_ mark: UInt64, at index: Int) -> UInt64? {
        if used * 4 >= capacity * 3 {
            guard capacity < Self.largestCapacity else { return nil }
            enlarge()
            return next(ContentHash(high: mark, low: 0))
        }
        slots[index] = mark | 1
        used += 1
        return 1
    }

    /// Doubles the table.
    private mutating func enlarge() {
        let old = slots
        let oldCapacity = capacity
        capacity *= 2
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        for position in 0..<oldCapacity where old[position] != 0 {
            var index = place(old[position])
            while slots[index] != 0 { index = (index + 1) & (capacity - 1) }
            slots[index] = old[position]
        }
        old.deallocate()
    }

    @inline(__always)
    private func place(_ slot: UInt64) -> Int {
        Int(truncatingIfNeeded: (slot &>> 16) ^ (slot &>> 40)) & (capacity - 1)
    }
}
