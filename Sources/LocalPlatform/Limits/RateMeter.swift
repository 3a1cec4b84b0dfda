/// How many a second, over the last five seconds.
struct RateMeter: Sendable {
    static let seconds = 5

    private var slots = [Int](repeating: 0, count: seconds + 1)
    private var current: Int64 = 0

    mutating func add(_ amount: Int, now: Int64) {
        advance(now)
        slots[Int(current) % slots.count] += amount
    }

    /// The mean of the last five whole seconds and what came since.
    mutating func perSecond(now: Int64) -> Double {
        advance(now)
        let passed = Double(now - current * Moment.second) / Double(Moment.second)
        return Double(slots.reduce(0, +)) / (Double(Self.seconds) + passed)
    }

    private mutating func advance(_ now: Int64) {
        let second = now / Moment.second
        guard second > current else { return }
        for step in 1...min(second - current, Int64(slots.count)) {
            slots[Int(current + step) % slots.count] = 0
        }
        if second - current > Int64(slots.count) { slots = slots.map { _ in 0 } }
        current = second
    }
}
