import Foundation

/// A point in time by both clocks; passed in wherever something depends on time.
struct Moment: Sendable, Equatable {
    static let second: Int64 = 1_000_000_000
    static let millisecond: Int64 = 1_000_000

    /// Nanoseconds of a clock that never jumps.
    var monotonic: Int64
    /// Milliseconds since 1970.
    var wall: Int64

    /// Seconds since 1970.
    var epochSecond: Int64 { wall / 1000 }

    /// RFC 3339 with milliseconds, in UTC.
    var text: String { Self.text(wall) }

    static var now: Moment {
        var monotonic = timespec()
        var wall = timespec()
        clock_gettime(CLOCK_MONOTONIC, &monotonic)
        clock_gettime(CLOCK_REALTIME, &wall)
        return Moment(
            monotonic: Int64(monotonic.tv_sec) * second + Int64(monotonic.tv_nsec),
            wall: Int64(wall.tv_sec) * 1000 + Int64(wall.tv_nsec) / millisecond)
    }

    static func text(_ wall: Int64) -> String {
        Date(timeIntervalSince1970: Double(wall) / 1000).formatted(
            Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    func after(nanoseconds: Int64) -> Moment {
        Moment(monotonic: monotonic + nanoseconds, wall: wall + nanoseconds / Self.millisecond)
    }
}
