import AdapterAPI

extension AdapterConformance {
    /// The host takes its time with each batch.
    func checkBackPressure(_ testCase: AdapterCase, _ golden: Golden) async throws {
        let source = try source(testCase)
        let run = source.start(.slow(.milliseconds(2)))
        try await expectReturn(of: run, testCase, .backPressure)
        guard run.sink.mostPending <= limits.pendingSends else {
            throw ConformanceFailure(
                testCase.name, .backPressure,
                "\(run.sink.mostPending) sends were under way at once, at most \(limits.pendingSends) are allowed: "
                    + "await each send before the next, so that a full host holds up the reading")
        }
        let words =
            try Lines.difference(source.store.events, expected: golden.events, "events")
            ?? Lines.difference(source.faults(), expected: golden.faults, "faults")
        if let words { throw ConformanceFailure(testCase.name, .backPressure, words) }
    }

    /// Cancels a run that waits for the host, and one that waits for input.
    func checkCancellation(_ testCase: AdapterCase, _ golden: Golden) async throws {
        for held in Self.chosen(upTo: golden.smallSends, most: 2) {
            let source = try source(testCase)
            let run = source.start(.holds(at: held), recordTarget: 1)
            guard await run.waits(within: limits.run, until: { run.sink.isHolding }) else {
                throw ConformanceFailure(testCase.name, .cancellation, "send \(held) did not come")
            }
            try await expectEnd(of: run, testCase, "while send \(held) waited for the host")
            try await expectTheSame(
                afterAnotherStartOf: source, testCase, golden, .cancellation, "after it was cancelled in send \(held)")
        }
        let idle = try source(testCase, hasInputs: false)
        let run = idle.start(waits: true)
        _ = await run.waits(within: Self.idleTime) { false }
        try await expectEnd(of: run, testCase, "while there was nothing to do")
    }

    private static let idleTime = Duration.milliseconds(20)
    /// How long after its end a run is watched for what it may still send.
    private static let watchTime = Duration.milliseconds(5)

    private func expectEnd(of run: RunningSource, _ testCase: AdapterCase, _ when: String) async throws {
        run.cancel()
        switch await run.ending(within: limits.cancellation) {
        case .returned, .threw(is CancellationError): break
        case .threw(let error):
            throw ConformanceFailure(
                testCase.name, .cancellation,
                "cancelled \(when), it threw \"\(error)\": let CancellationError pass, or return")
        case .overdue:
            throw ConformanceFailure(
                testCase.name, .cancellation,
                "cancelled \(when), it did not end within \(limits.cancellation.configurationText)")
        }
        try? await Task.sleep(for: Self.watchTime)
        guard run.sink.callsAfterEnd == 0 else {
            throw ConformanceFailure(
                testCase.name, .cancellation, "cancelled \(when), it went on to send after run had ended")
        }
    }

    /// Runs two sources side by side.
    func checkTwoAtOnce(_ testCase: AdapterCase, _ golden: Golden) async throws {
        let sources = [try source(testCase), try source(testCase)]
        let runs = sources.map { $0.start() }
        for run in runs { try await expectReturn(of: run, testCase, .twoAtOnce) }
        for source in sources {
            let words =
                try Lines.difference(source.store.events, expected: golden.events, "events beside another source")
                ?? Lines.difference(source.faults(), expected: golden.faults, "faults beside another source")
            if let words { throw ConformanceFailure(testCase.name, .twoAtOnce, words) }
        }
    }
}
