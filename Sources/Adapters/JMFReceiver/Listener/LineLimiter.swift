/// Lets a few lines through at once, then one every ten seconds; what is held back is counted.
struct LineLimiter {
    private var tokens = LineLimiter.burst
    private var lastSecond = 0
    private var heldBack = 0

    static let burst = 10
    static let secondsALine = 10

    /// The lines held back since the last one when this one may be written; nil when it may not.
    mutating func admit(atSecond now: Int) -> Int? {
        let earned = max(0, now - lastSecond) / Self.secondsALine
        if earned > 0 {
            tokens = min(Self.burst, tokens + earned)
            lastSecond += earned * Self.secondsALine
        }
        guard tokens > 0 else {
            heldBack += 1
            return nil
        }
        if tokens == Self.burst { lastSecond = now }
        tokens -= 1
        defer { heldBack = 0 }
        return heldBack
    }
}
