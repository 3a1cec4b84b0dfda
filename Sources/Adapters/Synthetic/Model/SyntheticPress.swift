/// A press that works through jobs: makeready, proofs, production with stops and waste, cleanup; at a job change much
/// happens within a second; nights and weekends are idle.
///
/// Its events follow from the plan and the press's number alone. What a job does is drawn from numbers of its own, so a
/// press can be taken up at the beginning of any job (``snapshot``).
struct SyntheticPress: Sendable {
    let plan: PressPlan
    let number: Int
    let calendar: PressCalendar
    /// Where the present job began; the event that ``next()`` gave last is of this job.
    private(set) var snapshot: PressSnapshot
    /// For what is drawn for the present job.
    var random: SplitMix64
    var time: Int64
    var job: PressJob
    var running: RunningPhase
    var counters: PressCounters
    /// Sheets that proofs of the present job took.
    var proofs = 0
    /// Whether the present job is over, so that the next step begins another.
    var isOver = true
    private var ordinal: Int
    private var nextJob: Int
    private var skew: Int64 = 0
    /// When the last status event of the present phase was.
    private var lastTick: Int64
    private var lastReading: (time: Int64, energy: Int64)
    private var pending: [SyntheticEvent] = []
    private var taken = 0

    /// Simulated milliseconds between two readings of the meter.
    private static let readingInterval: Int64 = 15 * 60_000

    /// A press at the beginning of a job. Presses count from 1.
    init(_ plan: PressPlan, number: Int, at snapshot: PressSnapshot) {
        self.plan = plan
        self.number = number
        self.snapshot = snapshot
        calendar = PressCalendar(plan, number: number)
        nextJob = snapshot.job
        random = SplitMix64(seed: plan.seed, number, nextJob)
        time = snapshot.time
        lastTick = time
        ordinal = snapshot.ordinal
        counters = PressCounters(total: snapshot.total, energy: snapshot.energy)
        lastReading = (time, snapshot.energy)
        running = RunningPhase(phase: .idle, details: "", start: time, end: time, heartbeat: 1)
        job = PressJob(press: number, number: nextJob, &random)
    }

    /// The next event; times never go back.
    mutating func next() -> SyntheticEvent {
        if taken == pending.count {
            pending.removeAll(keepingCapacity: true)
            taken = 0
            step()
        }
        defer { taken += 1 }
        return pending[taken]
    }

    /// Goes on until there is something to say. The events of a step are all of one job.
    private mutating func step() {
        guard !isOver else { return beginJob() }
        time = min(running.end, lastTick + running.heartbeat)
        lastTick = time
        counters = running.counters(at: time)
        if time - lastReading.time >= Self.readingInterval { readMeter() }
        if time < running.end { sayStatus() } else { enterNextPhase() }
    }

    private mutating func beginJob() {
        isOver = false
        let resets = plan.faults.strikes(.counterResets, seed: plan.seed, press: number, nextJob)
        snapshot = PressSnapshot(
            job: nextJob, time: time, ordinal: ordinal, total: counters.total,
            hidden: resets ? counters.total : snapshot.hidden, energy: counters.energy)
        skew = plan.faults.skew(seed: plan.seed, press: number, job: nextJob)
        random = SplitMix64(seed: plan.seed, number, nextJob)
        job = PressJob(press: number, number: nextJob, &random)
        nextJob += 1
        counters.good = 0
        counters.waste = 0
        proofs = 0
        lastReading = (time, counters.energy)
        loadJob()
    }

    // MARK: Phases

    /// Enters a phase in which no sheets come.
    mutating func enter(_ phase: PressPhase, _ details: String, until end: Int64, heartbeat: Int64? = nil) {
        running = RunningPhase(
            phase: phase, details: details, start: time, end: end, heartbeat: heartbeat ?? plan.interval,
            before: counters)
        lastTick = time
    }

    /// The same, for a time that is drawn.
    mutating func enter(_ phase: PressPhase, _ details: String, seconds: ClosedRange<Int>) {
        enter(phase, details, until: time + Int64(random.next(in: seconds)) * 1_000)
    }

    /// Enters a phase in which sheets come.
    mutating func enter(_ phase: PressPhase, _ details: String, _ run: SheetRun, until end: Int64) {
        enter(phase, details, until: end)
        running.run = run
    }

    // MARK: Events

    mutating func say(_ content: SyntheticEvent.Content) {
        pending.append(SyntheticEvent(time: time, ordinal: ordinal, skew: skew, content: content))
        ordinal += 1
    }

    mutating func sayStatus(_ details: String? = nil) {
        var job = job
        job.good = counters.good
        job.waste = counters.waste
        say(
            .status(
                PressStatus(
                    phase: running.phase, details: details ?? running.details,
                    speed: running.run?.ramp.speed(after: time - running.start) ?? 0,
                    total: counters.total - snapshot.hidden, job: running.phase == .idle ? nil : job,
                    phaseStart: running.start)))
    }

    /// Says what was used since the last reading.
    mutating func readMeter() {
        let unit = EnergyReading.millijoulesPerWattHour
        let used = counters.energy / unit - lastReading.energy / unit
        say(
            .energy(
                EnergyReading(
                    job: running.phase == .idle ? nil : job, since: lastReading.time, used: Int(used),
                    total: Int(counters.energy / unit))))
        lastReading = (time, counters.energy)
    }

    /// Whether all that was used is in a reading.
    var isMeterRead: Bool { lastReading.time == time }

    /// A moment later: what happens at once is some hundredths of a second apart.
    mutating func passMoment() {
        time += Int64(random.next(in: 10...45))
        counters = running.counters(at: time)
    }
}
