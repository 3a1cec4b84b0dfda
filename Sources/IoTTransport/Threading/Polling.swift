/// What `poll` wants its time limit as.
enum Polling {
    /// Rounded up, so that a thread does not wake just before the moment it waits for.
    static func milliseconds(_ span: Nanoseconds) -> Int32 {
        let rounded = (max(0, span) + MonotonicTime.millisecond - 1) / MonotonicTime.millisecond
        return Int32(clamping: rounded)
    }
}
