/// Delays between tries: doubling from 1 s to 5 minutes, half of each by chance so that many hosts do not come together.
enum RetryDelay {
    private static let longest = 300

    /// The delay after so many failures before this one. `chance` is within 0..<1.
    static func after(_ failures: Int, chance: Double) -> Nanoseconds {
        let seconds = min(longest, 1 << min(failures, 9))
        return Nanoseconds(Double(seconds) * (0.5 + 0.5 * min(max(chance, 0), 1)) * Double(MonotonicTime.second))
    }
}
