/// How fast something came over the last minutes, in a ring of fixed size: pure, times are whole seconds since any fixed
/// moment.
struct RateHistory: Sendable, Equatable {
    /// Seconds of one bucket.
    static let width: Int64 = 10
    /// Buckets kept: ten minutes.
    static let buckets = 60
    /// Seconds that the present rate is about.
    private static let presentBuckets = 6

    private var counts = [Int](repeating: 0, count: buckets)
    private var total: Int?
    private var first: Int64?
    private var bucket: Int64 = 0
    private var current = 0

    /// So many there were altogether by now; a total that is less than the one before counts as a new beginning.
    mutating func note(total: Int, now: Int64) {
        let index = now / Self.width
        if first == nil {
            first = index
            bucket = index
        }
        advance(to: index)
        current += max(0, total - (self.total ?? total))
        self.total = total
    }

    private mutating func advance(to index: Int64) {
        guard index > bucket else { return }
        for passed in bucket..<min(index, bucket + Int64(Self.buckets)) {
            counts[Int(passed % Int64(Self.buckets))] = passed == bucket ? current : 0
        }
        if index - bucket > Int64(Self.buckets) { counts = [Int](repeating: 0, count: Self.buckets) }
        current = 0
        bucket = index
    }

    /// A second, for each whole bucket, oldest first; at most ``buckets``.
    var rates: [Double] {
        guard let first else { return [] }
        let start = max(first, bucket - Int64(Self.buckets))
        return (start..<bucket).map { Double(counts[Int($0 % Int64(Self.buckets))]) / Double(Self.width) }
    }

    /// A second, over the last minute or what there is of it.
    var rate: Double {
        let last = rates.suffix(Self.presentBuckets)
        if last.isEmpty { return Double(current) / Double(Self.width) }
        return last.reduce(0, +) / Double(last.count)
    }
}
