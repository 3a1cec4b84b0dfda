/// A job's way through a press.
extension SyntheticPress {
    /// The job is loaded and the press preset: all within a second.
    mutating func loadJob() {
        enter(.makeready, "Makeready", seconds: 300...900)
        sayStatus("Job loaded")
        for detail in Self.presets.prefix(random.next(in: 4...Self.presets.count)) {
            passMoment()
            sayStatus(detail)
        }
    }

    private static let presets = [
        "Format preset", "Ink keys preset", "Register preset", "Dampening preset", "Powder preset", "Feeder preset",
        "Delivery preset",
    ]

    mutating func enterNextPhase() {
        switch running.phase {
        case .makeready: proof()
        case .proof:
            proofs = counters.waste
            print()
        case .warmup, .stopped: print()
        case .production: endProduction()
        case .suspended:
            enter(.warmup, "Warm-up", seconds: 300...600)
            sayStatus()
        case .cleanup, .completed: completeJob()
        case .idle:
            if !isMeterRead { readMeter() }
            isOver = true
        }
    }

    /// Sheets run slowly until colours and register are right; all are waste.
    private mutating func proof() {
        let sheets = random.next(in: 100...350)
        let ramp = SpeedRamp(first: 3_000, last: 6_000, length: 30_000)
        enter(.proof, "Proof", SheetRun(ramp: ramp, sheets: sheets, good: 0), until: time + ramp.time(for: sheets))
        sayStatus()
    }

    /// Prints the rest, or as much as comes before the next stop or the shift's end.
    private mutating func print() {
        guard calendar.isWorking(at: time) else { return suspend() }
        let rest = job.target - counters.good
        let permille = job.wastePermille
        var sheets = (rest * 1_000 + 999 - permille) / (1_000 - permille)
        if job.stopsLeft > 0, rest > 200 {
            job.stopsLeft -= 1
            sheets = sheets * random.next(in: 20...80) / 100
        }
        let ramp = SpeedRamp(first: 5_000, last: Int64(job.speed), length: Int64(random.next(in: 40...120)) * 1_000)
        let end = min(time + ramp.time(for: sheets), calendar.workEnd(after: time))
        let run = SheetRun(ramp: ramp, sheets: sheets, good: rest, wastePermille: permille)
        enter(.production, "Good", run, until: end)
        sayStatus()
    }

    private mutating func endProduction() {
        if counters.good >= job.target {
            enter(.cleanup, "Washup", seconds: 180...420)
            sayStatus()
        } else if calendar.isWorking(at: time) {
            let cause = StopCause.draw(&random)
            enter(.stopped, cause.rawValue, seconds: cause.seconds)
            sayStatus()
        } else {
            suspend()
        }
    }

    /// The job stays on the press until work begins again.
    private mutating func suspend() {
        enter(
            .suspended, "Shift end", until: calendar.nextWork(after: time), heartbeat: Self.nightHeartbeat)
        sayStatus()
    }

    /// The job is reported, all within a second; then the next one begins at once, or the press is idle for a while.
    private mutating func completeJob() {
        enter(.completed, "Job completed", until: time)
        sayStatus()
        var done = job
        done.good = counters.good
        done.waste = counters.waste
        for ink in InkConsumption.all(of: done, proofs: proofs, &random) {
            passMoment()
            say(.ink(ink))
        }
        passMoment()
        readMeter()
        if !calendar.isWorking(at: time) {
            enter(.idle, "No shift", until: calendar.nextWork(after: time), heartbeat: Self.nightHeartbeat)
            sayStatus()
        } else if random.next(in: 0...3) == 0 {
            let end = time + Int64(random.next(in: 300...1_500)) * 1_000
            enter(.idle, "Waiting for job", until: end, heartbeat: Self.pauseHeartbeat)
            sayStatus()
        } else {
            isOver = true
        }
    }

    /// Simulated milliseconds between two status events of a press without work.
    private static let pauseHeartbeat: Int64 = 60_000
    private static let nightHeartbeat: Int64 = 600_000
}
