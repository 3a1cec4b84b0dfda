import AdapterAPI

/// Gathers an element's own time from its attributes: @TimeStamp before @Time, of each the first that is present.
struct RecordTime {
    private(set) var timeStamp: Timestamp?
    private(set) var time: Timestamp?
    private var sawTimeStamp = false
    private var sawTime = false

    /// The time to use, when one was valid.
    var best: Timestamp? { timeStamp ?? time }

    @inline(__always)
    mutating func take(_ role: AttributeRole, _ value: UnsafeRawBufferPointer, _ zone: ZoneRules) {
        guard role == .timeStamp || role == .time, !value.isEmpty else { return }
        if role == .timeStamp {
            if !sawTimeStamp { timeStamp = Timestamp(value, zone: zone) }
            sawTimeStamp = true
        } else {
            if !sawTime { time = Timestamp(value, zone: zone) }
            sawTime = true
        }
    }
}
