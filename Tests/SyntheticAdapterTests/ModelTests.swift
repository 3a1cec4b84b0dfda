import Testing

@testable import SyntheticAdapter

@Suite struct SpeedRampTests {
    @Test(arguments: 1...20)
    func `sheets never go back, and the time for some is the first at which they have come`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let ramp = SpeedRamp(
            first: Int64(random.next(in: 0...6_000)), last: Int64(random.next(in: 3_000...18_000)),
            length: Int64(random.next(in: 0...120_000)))
        var last = 0
        for time in stride(from: Int64(0), to: 600_000, by: 777) {
            let sheets = ramp.sheets(after: time)
            #expect(sheets >= last)
            last = sheets
        }
        for _ in 0..<50 {
            let sheets = random.next(in: 1...20_000)
            let time = ramp.time(for: sheets)
            #expect(ramp.sheets(after: time) >= sheets && ramp.sheets(after: time - 1) < sheets, "seed \(seed)")
        }
        #expect(
            ramp.speed(after: ramp.length) == Int(ramp.last) && ramp.speed(after: 0) <= Int(max(ramp.first, ramp.last)))
    }

    @Test func `sheets follow the speed`() {
        let ramp = SpeedRamp(first: 6_000, last: 12_000, length: 60_000)
        #expect(ramp.speed(after: 30_000) == 9_000)
        // A minute at 9,000 an hour on average, then a minute at 12,000.
        #expect(ramp.sheets(after: 60_000) == 150 && ramp.sheets(after: 120_000) == 350)
    }
}

@Suite struct PressCalendarTests {
    private func calendar(_ shifts: Int, weekends: Bool, number: Int) -> PressCalendar {
        PressCalendar(
            PressPlan(seed: 42, shifts: shifts, worksWeekends: weekends, interval: 7_500), number: number)
    }

    @Test(arguments: 1...3)
    func `a week has as many hours of work as its shifts`(shifts: Int) {
        for (weekends, days) in [(false, 5), (true, 7)] {
            for number in 1...5 {
                let calendar = calendar(shifts, weekends: weekends, number: number)
                let minutes = (0..<Int64(7 * 24 * 60)).filter { calendar.isWorking(at: $0 * 60_000) }
                #expect(minutes.count == shifts * 8 * 60 * days)
                #expect(calendar.isWorking(at: 0))
            }
        }
    }

    @Test(arguments: 1...3)
    func `work ends and begins when it says`(shifts: Int) {
        for number in 1...5 {
            let calendar = calendar(shifts, weekends: false, number: number)
            for hour in 0..<Int64(24 * 15) {
                let time = hour * PressCalendar.hour + 17
                if calendar.isWorking(at: time) {
                    let end = calendar.workEnd(after: time)
                    #expect(end > time && calendar.isWorking(at: end - 1) && !calendar.isWorking(at: end))
                } else {
                    let begin = calendar.nextWork(after: time)
                    #expect(begin > time && !calendar.isWorking(at: begin - 1) && calendar.isWorking(at: begin))
                }
            }
        }
    }

    @Test func `without nights and weekends work never ends`() {
        #expect(calendar(3, weekends: true, number: 1).workEnd(after: 5) == .max)
    }
}
