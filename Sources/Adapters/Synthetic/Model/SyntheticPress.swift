/// A press that works through jobs: setup, good production with stops and waste, cleanup, a pause.
///
/// Its events follow from the seed and the press's number alone, so it can be replayed to where it was.
struct SyntheticPress: Sendable {
    private let number: Int
    private var random: SplitMix64
    private var time: Int64 = 0
    private var ordinal = 0
    private var phase = PressPhase.idle
    private var details = "Idle"
    private var phaseStart: Int64 = 0
    private var phaseEnd: Int64
    private var jobNumber = 0
    private var job: PressJob?
    private var total: Int
    /// Good sheets when the running production began, and when it will end.
    private var goodBefore = 0
    private var goodAfter = 0
    private var pending: SyntheticEvent?

    private static let minute: Int64 = 60_000

    /// Presses count from 1.
    init(seed: UInt64, number: Int) {
        self.number = number
        var mixer = SplitMix64(seed: seed)
        random = SplitMix64(seed: mixer.next() &+ UInt64(number) &* 0xd1b5_4a32_d192_ed03)
        total = random.next(in: 1_000_000...50_000_000)
        phaseEnd = Int64(random.next(in: 0...300)) * 1000
    }

    /// The next event; times never go back.
    mutating func next() -> SyntheticEvent {
        if let event = pending {
            pending = nil
            return event
        }
        if ordinal == 0 { return status() }
        let tick = phase == .production ? min(phaseEnd, time + Self.minute) : phaseEnd
        time = tick
        if phase == .production { produce() }
        if tick < phaseEnd { return status() }
        let finished = phase == .cleanup ? job : nil
        enterNextPhase()
        guard let finished else { return status() }
        let ink = event(.ink(InkConsumption(finished, &random)))
        pending = status()
        return ink
    }

    /// Counts the sheets up to now.
    private mutating func produce() {
        guard var job else { return }
        let good = time == phaseEnd ? goodAfter : goodBefore + Int(Int64(job.speed) * (time - phaseStart) / 3_600_000)
        let made = min(good, goodAfter) - job.good
        job.good += made
        total += made
        self.job = job
    }

    private mutating func enterNextPhase() {
        switch phase {
        case .idle:
            jobNumber += 1
            job = PressJob(press: number, number: jobNumber, &random)
            enter(.setup, "Makeready", seconds: 480...1_200)
        case .setup:
            waste(100...300)
            startProduction()
        case .stopped:
            waste(20...60)
            startProduction()
        case .production:
            if let job, job.good < job.target {
                enter(.stopped, Self.reasons[random.next(in: 0...Self.reasons.count - 1)], seconds: 60...480)
            } else {
                enter(.cleanup, "Washup", seconds: 180...480)
            }
        case .cleanup:
            job = nil
            enter(.idle, "Idle", seconds: 120...1_800)
        }
    }

    private static let reasons = ["Sheet jam", "Blanket wash", "Pile change", "Waiting for plates", "Ink refill"]

    private mutating func enter(_ next: PressPhase, _ details: String, seconds: ClosedRange<Int>) {
        phase = next
        self.details = details
        phaseStart = time
        phaseEnd = time + Int64(random.next(in: seconds)) * 1000
    }

    /// Prints the rest, or a part of it before the next stop.
    private mutating func startProduction() {
        guard var job else { return }
        goodBefore = job.good
        let rest = job.target - job.good
        goodAfter = job.target
        if job.stopsLeft > 0, rest > 100 {
            job.stopsLeft -= 1
            goodAfter = job.good + rest * random.next(in: 20...80) / 100
        }
        self.job = job
        phase = .production
        details = "Good"
        phaseStart = time
        phaseEnd = time + max(1000, Int64(goodAfter - goodBefore) * 3_600_000 / Int64(job.speed))
    }

    private mutating func waste(_ sheets: ClosedRange<Int>) {
        let sheets = random.next(in: sheets)
        job?.waste += sheets
        total += sheets
    }

    private mutating func status() -> SyntheticEvent {
        let speed = phase == .production ? job?.speed ?? 0 : 0
        return event(
            .status(
                PressStatus(
                    phase: phase, details: details, speed: speed, total: total, job: job, phaseStart: phaseStart)))
    }

    private mutating func event(_ content: SyntheticEvent.Content) -> SyntheticEvent {
        defer { ordinal += 1 }
        return SyntheticEvent(time: time, ordinal: ordinal, content: content)
    }
}
