/// A small generator of random numbers that is the same everywhere (Steele, Lea, Flood 2014).
struct SplitMix64: Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A generator for one of many things, each with numbers of its own: a job of a press, say.
    init(seed: UInt64, _ first: Int, _ second: Int) {
        state = seed
        state = next() ^ UInt64(bitPattern: Int64(first))
        state = next() ^ UInt64(bitPattern: Int64(second))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// A number of the range; its bias is below one in 2^32 for the small ranges used here.
    mutating func next(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// True as often as `share` says, of 0 to 1.
    mutating func happens(_ share: Double) -> Bool {
        Double(next() >> 11) * 0x1p-53 < share
    }
}
