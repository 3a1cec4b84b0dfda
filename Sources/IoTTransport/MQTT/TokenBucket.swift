/// A rate with a burst. Pure: time is passed in.
struct TokenBucket {
    private let rate: Double?
    private let burst: Double
    private var tokens: Double
    private var updated: Nanoseconds?

    /// - Parameters:
    ///   - rate: tokens a second; nil or not positive for no limit.
    ///   - burst: the most that is saved up, at least 1.
    init(rate: Double?, burst: Double) {
        self.rate = rate.flatMap { $0 > 0 ? $0 : nil }
        self.burst = max(1, burst)
        tokens = self.burst
    }

    /// The time until `amount` may be taken, 0 for now. More than the burst is due when the bucket is full.
    mutating func wait(for amount: Double, now: Nanoseconds) -> Nanoseconds {
        guard let rate else { return 0 }
        let passed = Double(max(0, now - (updated ?? now))) / Double(MonotonicTime.second)
        tokens = min(burst, tokens + passed * rate)
        updated = now
        let missing = min(amount, burst) - tokens
        // Rounding must not ask for a wait of nothing, again and again.
        guard missing > 1e-6 else { return 0 }
        return Nanoseconds((missing / rate * Double(MonotonicTime.second)).rounded(.up))
    }

    /// Takes what ``wait(for:now:)`` allowed; more than the burst leaves a debt.
    mutating func take(_ amount: Double) {
        if rate != nil { tokens -= amount }
    }
}
