import Glibc

/// A moment of the monotonic clock, or a span of it, in nanoseconds.
///
/// A plain integer because the publishing loop reads and compares it for every fill of the window.
typealias Nanoseconds = Int64

/// Reads the monotonic clock and converts spans.
enum MonotonicTime {
    static let second: Nanoseconds = 1_000_000_000
    static let millisecond: Nanoseconds = 1_000_000

    static func now() -> Nanoseconds {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Nanoseconds(time.tv_sec) * second + Nanoseconds(time.tv_nsec)
    }

    /// The earlier of two moments, each of which may never come.
    static func earlier(_ one: Nanoseconds?, _ other: Nanoseconds?) -> Nanoseconds? {
        guard let one else { return other }
        return other.map { min(one, $0) } ?? one
    }

    /// Saturates at about 292 years.
    static func nanoseconds(_ duration: Duration) -> Nanoseconds {
        let parts = duration.components
        let (whole, overflow) = parts.seconds.multipliedReportingOverflow(by: second)
        if overflow { return parts.seconds < 0 ? .min / 4 : .max / 4 }
        return min(max(whole, .min / 4), .max / 4) + parts.attoseconds / second
    }

    /// `3.2 s`: what a log line says about the next try.
    static func seconds(_ span: Nanoseconds) -> String {
        let tenths = (max(0, span) + second / 20) / (second / 10)
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
