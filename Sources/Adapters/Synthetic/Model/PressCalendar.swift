/// When a press works: shifts from the start of its day on, five days a week or seven. Times are simulated milliseconds.
///
/// A press's week begins with a Monday's first shift, somewhat before the simulation does: so there is something to see at
/// once, whatever the clock says, and the presses of a fleet do not all stop in the same minute.
struct PressCalendar: Sendable {
    private let shifts: Int64
    private let worksWeekends: Bool
    /// How long the press has worked already when the simulation begins.
    private let offset: Int64

    static let hour: Int64 = 3_600_000
    static let day = 24 * hour
    private static let shift = 8 * hour

    init(_ plan: PressPlan, number: Int) {
        shifts = Int64(plan.shifts)
        worksWeekends = plan.worksWeekends
        var random = SplitMix64(seed: plan.seed, number, -1)
        // At least half of the working day is left.
        offset = Int64(random.next(in: 0...plan.shifts * 240)) * 60_000
    }

    func isWorking(at time: Int64) -> Bool {
        let at = time + offset
        return !isOff(at / Self.day) && at % Self.day < shifts * Self.shift
    }

    /// When the work that is going on ends.
    func workEnd(after time: Int64) -> Int64 {
        let day = (time + offset) / Self.day
        if shifts < 3 { return day * Self.day + shifts * Self.shift - offset }
        return worksWeekends ? .max : (day + 5 - day % 7) * Self.day - offset
    }

    /// When work begins again, for a time without work.
    func nextWork(after time: Int64) -> Int64 {
        var day = (time + offset) / Self.day + 1
        while isOff(day) { day += 1 }
        return day * Self.day - offset
    }

    private func isOff(_ day: Int64) -> Bool { !worksWeekends && day % 7 >= 5 }
}
