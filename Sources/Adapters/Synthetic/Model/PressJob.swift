/// A job on a press, and how far it got.
struct PressJob: Equatable, Sendable {
    var id: String
    var workstep: String
    var sheetName: String
    /// 1 or 2.
    var sides: Int
    /// Good sheets ordered.
    var target: Int
    /// Sheets an hour.
    var speed: Int
    /// Of 1,000 sheets that are printed.
    var wastePermille: Int
    /// Stops that are still to come.
    var stopsLeft: Int
    /// Sheets so far.
    var good = 0
    var waste = 0

    /// A job as the generator draws it: mostly short runs, some long.
    init(press: Int, number: Int, _ random: inout SplitMix64) {
        id = "J\(press)-\(1000 + number)"
        workstep = "WS\(press)-\(1000 + number)"
        sheetName = "Sheet \(random.next(in: 1...8))"
        sides = random.next(in: 1...2)
        let isLong = random.next(in: 0...3) == 0
        target = random.next(in: isLong ? 60...150 : 5...60) * 100
        speed = random.next(in: 16...32) * 500
        wastePermille = random.next(in: 3...15)
        stopsLeft = random.next(in: 0...(isLong ? 4 : 2))
    }

    /// In whole percent.
    var percentCompleted: Int { min(100, good * 100 / target) }
    /// Sheets that went through the press for this job.
    var produced: Int { good + waste }
}
