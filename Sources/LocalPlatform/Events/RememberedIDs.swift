/// The ids that came before, so that a repeat is recognised: the last half million. Pure.
struct RememberedIDs: Sendable {
    static let capacity = 500_000

    /// 128 bits of an id; that two differ only in case makes them the same UUID.
    struct Key: Sendable, Hashable {
        var high: UInt64 = 0xcbf2_9ce4_8422_2325
        var low: UInt64 = 0x8422_2325_cbf2_9ce4

        init(_ id: String) {
            for byte in id.lowercased().utf8 {
                high = (high ^ UInt64(byte)) &* 0x100_0000_01b3
                low = (low &+ UInt64(byte)) &* 0x9e37_79b9_7f4a_7c15
                low ^= low >> 29
            }
        }
    }

    private let capacity: Int
    private var known: Set<Key> = []
    private var order: [Key] = []
    private var next = 0

    init(capacity: Int = RememberedIDs.capacity) { self.capacity = capacity }

    /// Remembers an id; true when it was known.
    mutating func isRepeat(_ id: String) -> Bool {
        let key = Key(id)
        guard known.insert(key).inserted else { return true }
        if order.count < capacity {
            order.append(key)
        } else {
            known.remove(order[next])
            order[next] = key
            next = (next + 1) % capacity
        }
        return false
    }
}
