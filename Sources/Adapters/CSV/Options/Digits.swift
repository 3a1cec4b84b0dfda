/// Numbers of a given count of digits, in times and spans.
enum Digits {
    /// Reads as many digits as there are, up to the most, and moves `at` behind them; nil when they are too few.
    @inline(__always)
    static func read(_ text: UnsafeRawBufferPointer, _ at: inout Int, _ digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var found = 0
        while found < digits.upperBound, at < text.count, text[at] >= 0x30, text[at] <= 0x39 {
            value = value * 10 + Int(text[at] - 0x30)
            at += 1
            found += 1
        }
        return digits.contains(found) ? value : nil
    }
}
