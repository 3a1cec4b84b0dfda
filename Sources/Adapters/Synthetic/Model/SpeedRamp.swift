/// How sheets come while a press runs up to its speed and then keeps it. Whole numbers only, so that it is the same
/// everywhere.
struct SpeedRamp: Equatable, Sendable {
    /// Sheets an hour at the beginning, and from the end of the ramp on.
    let first: Int64
    let last: Int64
    /// Milliseconds from the one to the other.
    let length: Int64

    private static let hour = PressCalendar.hour

    /// Sheets an hour, so many milliseconds after the beginning.
    func speed(after time: Int64) -> Int {
        time >= length ? Int(last) : Int(first + (last - first) * time / length)
    }

    /// Whole sheets that have come by then.
    func sheets(after time: Int64) -> Int {
        let rising = min(time, length)
        let doubled = 2 * first * rising + (length > 0 ? (last - first) * rising * rising / length : 0)
        return Int((doubled + 2 * last * (time - rising)) / (2 * Self.hour))
    }

    /// Milliseconds until so many sheets have come.
    func time(for sheets: Int) -> Int64 {
        let risen = self.sheets(after: length)
        var low: Int64 = 0
        var high = length
        if sheets > risen {
            low = length
            high = length + Int64(sheets - risen + 1) * Self.hour / last + 1
        }
        while low < high {
            let middle = (low + high) / 2
            if self.sheets(after: middle) >= sheets { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
