/// One round of one measurement: both speeds, larger is faster.
struct Comparison {
    let ours: Double
    let limit: Double

    var ratio: Double { ours / limit }
}

/// The middle value; of an even number of values the mean of the two in the middle.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
