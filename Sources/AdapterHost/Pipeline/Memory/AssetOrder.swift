import AdapterAPI

/// Notices records whose asset time is before that of the asset's last record. Such records are only counted: sources
/// do write in another order than things happened, and a time is never changed.
struct AssetOrder {
    /// The name under which they are counted.
    static let counter = "out_of_order"
    /// Assets of a source whose last time is kept; beyond them all are forgotten, since this only counts.
    static let limit = 10_000

    /// An asset's place; holds until the next ``begin()``.
    struct Slot: Equatable {
        fileprivate let index: Int
    }

    private var slots: [String: Int] = [:]
    private var last: [(seconds: Int64, nanoseconds: Int32)] = []
    private var count = 0

    /// Makes room before the records of a batch.
    mutating func begin() {
        if last.count >= Self.limit { forget() }
    }

    mutating func slot(of assetID: String) -> Slot {
        if let known = slots[assetID] { return Slot(index: known) }
        slots[assetID] = last.count
        last.append((.min, 0))
        return Slot(index: last.count - 1)
    }

    mutating func note(_ time: Timestamp, of slot: Slot) {
        let moment = (time.secondsSince1970, time.nanoseconds)
        if moment < last[slot.index] { count += 1 }
        last[slot.index] = moment
    }

    /// How many there were since the last call.
    mutating func takeCount() -> Int {
        defer { count = 0 }
        return count
    }

    /// Begins anew: the records that were noted last will come again.
    mutating func forget() {
        slots = [:]
        last = []
        count = 0
    }
}
