/// A job on a press, and how far it got.
struct PressJob: Equatable, Sendable {
    var id: String
    var workstep: String
    var sheetName: String
    /// Good sheets ordered.
    var target: Int
    /// Sheets an hour.
    var speed: Int
    /// Sheets so far.
    var good = 0
    var waste = 0
    /// Stops that are still to come.
    var stopsLeft: Int

    /// A job as the generator draws it.
    init(press: Int, number: Int, _ random: inout SplitMix64) {
        id = "J\(press)-\(1000 + number)"
        workstep = "WS\(press)-\(1000 + number)"
        sheetName = "Sheet \(random.next(in: 1...8))"
        target = random.next(in: 10...150) * 100
        speed = random.next(in: 16...30) * 500
        stopsLeft = random.next(in: 0...3)
    }

    /// In whole percent.
    var percentCompleted: Int { min(100, good * 100 / target) }
}
