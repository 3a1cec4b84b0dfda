import AdapterAPI
import Foundation
import Testing

@testable import SyntheticAdapter

@Suite("A simulated press")
struct PressTests {
    private static let plan = PressPlan(seed: 42, shifts: 2, worksWeekends: false, interval: 7_500)
    private static let day = PressCalendar.day

    private func press(_ number: Int = 1, _ plan: PressPlan = plan) -> SyntheticPress {
        SyntheticPress(plan, number: number, at: PressSnapshot(plan, number: number))
    }

    private func events(_ count: Int, seed: UInt64 = 42, number: Int = 1) -> [SyntheticEvent] {
        var plan = Self.plan
        plan.seed = seed
        var press = press(number, plan)
        return (0..<count).map { _ in press.next() }
    }

    /// All events of so many days.
    private func events(days: Int64, number: Int, _ plan: PressPlan = plan) -> [SyntheticEvent] {
        var press = press(number, plan)
        var events: [SyntheticEvent] = []
        while true {
            let event = press.next()
            if event.time >= days * Self.day { return events }
            events.append(event)
        }
    }

    @Test("the same seed and number give the same events, others do not")
    func deterministic() {
        #expect(events(2_000) == events(2_000))
        #expect(events(500) != events(500, seed: 43))
        #expect(events(500) != events(500, number: 2))
    }

    @Test("times and counters never go back", arguments: 1...3)
    func neverBack(number: Int) {
        var last: (time: Int64, total: Int, energy: Int) = (0, 0, 0)
        var job = ""
        var produced = 0
        // One expectation an event would take longer than the model.
        var wrong: [String] = []
        func check(_ holds: Bool, _ what: String, _ event: SyntheticEvent) {
            if !holds { wrong.append("\(what): \(event)") }
        }
        for (ordinal, event) in events(days: 7, number: number).enumerated() {
            check(event.ordinal == ordinal && event.time >= last.time, "order", event)
            last.time = event.time
            switch event.content {
            case .status(let status):
                check(status.total >= last.total && status.phaseStart <= event.time, "total", event)
                last.total = status.total
                guard let now = status.job else {
                    check(status.phase == .idle && status.speed == 0, "idle", event)
                    continue
                }
                check(now.good <= now.target && (now.id != job || now.produced >= produced), "sheets", event)
                if [.makeready, .stopped, .suspended, .warmup, .cleanup].contains(status.phase) {
                    check(status.speed == 0, "speed", event)
                }
                if status.phase == .completed { check(now.good == now.target, "completed", event) }
                job = now.id
                produced = now.produced
            case .energy(let reading):
                check(last.energy == 0 || reading.total == last.energy + reading.used, "energy", event)
                check(reading.used >= 0 && reading.since <= event.time, "used", event)
                last.energy = reading.total
            case .ink(let ink):
                check(ink.inks.count >= 4 && ink.inks.allSatisfy { $0.amount >= 0 }, "ink", event)
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }

    @Test("a press makes 7 to 8 thousand events on a working day, and few at weekends")
    func numbers() {
        var counts: [Int] = []
        for number in 1...8 {
            // From its first Monday on: the day that it is in is cut by the beginning.
            var perDay = [Int](repeating: 0, count: 7)
            for event in events(days: 7, number: number) { perDay[Int(event.time / Self.day)] += 1 }
            counts += perDay[0..<4]
            #expect(perDay[5] < 1_000 || perDay[6] < 1_000, "press \(number): \(perDay)")
        }
        let mean = counts.reduce(0, +) / counts.count
        print("events a press a day: \(mean) on average, \(counts.min() ?? 0) to \(counts.max() ?? 0)")
        #expect((7_000...8_000).contains(mean))
        #expect(counts.allSatisfy { (6_000...8_500).contains($0) }, "\(counts)")
    }

    @Test("at a job change 5 to 20 events come within a second", arguments: 1...3)
    func bursts(number: Int) {
        let events = events(days: 4, number: number)
        let completed = events.filter { $0.status?.phase == .completed }
        #expect(completed.count > 20)
        for end in completed {
            let burst = events[end.ordinal...].prefix { $0.time - end.time < 1_000 }
            #expect((5...20).contains(burst.count), "\(burst.count) at \(end.time)")
        }
    }

    @Test("a day has all phases, stops have causes, nights are idle")
    func phases() {
        let statuses = events(days: 5, number: 3).compactMap(\.status)
        for phase: PressPhase in [
            .makeready, .proof, .production, .stopped, .suspended, .warmup, .cleanup, .completed, .idle,
        ] {
            #expect(statuses.contains { $0.phase == phase }, "\(phase)")
        }
        let causes = Set(statuses.filter { $0.phase == .stopped }.map(\.details))
        #expect(causes.count >= 4 && causes.isSubset(of: StopCause.allCases.map(\.rawValue)))
        let production = statuses.filter { $0.phase == .production }
        // Each run begins slower than its job's speed, and reaches it.
        #expect(production.contains { $0.speed == $0.job?.speed } && production.contains { $0.speed == 5_000 })
        #expect(production.allSatisfy { $0.speed <= $0.job?.speed ?? 0 })
        // Eight hours of each night.
        let nights = statuses.filter { $0.phase == .suspended || $0.details == "No shift" }
        #expect((40...300).contains(nights.count))
    }

    @Test("a press is taken up at the beginning of any job", arguments: 1...2)
    func snapshots(number: Int) {
        var press = press(number)
        var all: [SyntheticEvent] = []
        var snapshots: [PressSnapshot] = []
        for _ in 0..<6_000 {
            all.append(press.next())
            if snapshots.last != press.snapshot { snapshots.append(press.snapshot) }
        }
        #expect(snapshots.count > 10)
        for snapshot in snapshots where snapshot.ordinal < 5_500 {
            var again = SyntheticPress(Self.plan, number: number, at: snapshot)
            let next = (0..<500).map { _ in again.next() }
            let isSame = next[...] == all[snapshot.ordinal..<snapshot.ordinal + 500]
            #expect(isSame, "job \(snapshot.job)")
        }
    }

    @Test("a counter that is reset begins at 0, and only that goes back")
    func counterReset() {
        var plan = Self.plan
        plan.faults.counterResets = 0.2
        let reset = events(days: 3, number: 1, plan).compactMap(\.status)
        let whole = events(days: 3, number: 1).compactMap(\.status)
        #expect(reset.map(\.job) == whole.map(\.job))
        let falls = zip(reset, reset.dropFirst()).filter { $0.total > $1.total }
        #expect(falls.count > 3 && falls.allSatisfy { $0.1.details == "Job loaded" && $0.1.total == 0 })
    }
}

extension SyntheticEvent {
    fileprivate var status: PressStatus? {
        if case .status(let status) = content { status } else { nil }
    }
}
