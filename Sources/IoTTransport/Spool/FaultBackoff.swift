/// The delays between tries while a disk is at fault: 1, 2, 4 … 30 s.
struct FaultBackoff {
    private var failures = 0

    /// Counts a failure; the delay until the next try.
    mutating func next() -> Nanoseconds {
        let seconds = min(30, 1 << min(failures, 5))
        failures += 1
        return Nanoseconds(seconds) * MonotonicTime.second
    }

    /// Counts a success; whether there was a failure before it.
    mutating func clear() -> Bool {
        defer { failures = 0 }
        return failures > 0
    }
}
