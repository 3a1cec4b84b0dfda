/// A token bucket that holds one second's worth. Pure: time is passed in.
struct RateLimit: Sendable {
    private var tokens: Double?
    private var updated: Int64 = 0

    /// Takes `amount` if it is there.
    ///
    /// - Parameter rate: tokens a second; nil for no limit.
    mutating func take(_ amount: Double = 1, rate: Double?, now: Int64) -> Bool {
        guard let rate else { return true }
        let available = refill(rate: rate, now: now)
        // Sums of fractions must not be short of a whole.
        guard available + 1e-9 >= amount else { return false }
        tokens = available - amount
        return true
    }

    /// Takes `amount` whether it is there or not, and returns how long to wait, in nanoseconds, until nothing is owed.
    mutating func owe(_ amount: Double, rate: Double?, now: Int64) -> Int64 {
        guard let rate else { return 0 }
        let left = refill(rate: rate, now: now) - amount
        tokens = left
        return left >= 0 ? 0 : Int64((-left / rate * Double(Moment.second)).rounded(.up))
    }

    private mutating func refill(rate: Double, now: Int64) -> Double {
        let burst = max(1, rate)
        defer { updated = now }
        guard let tokens else {
            self.tokens = burst
            return burst
        }
        let refilled = min(burst, tokens + Double(max(0, now - updated)) / Double(Moment.second) * rate)
        self.tokens = refilled
        return refilled
    }
}
