import AdapterAPI

extension AdapterConformance {
    /// Stops the host after each checkpoint, and starts anew from it.
    func checkResume(_ testCase: AdapterCase, _ golden: Golden) async throws {
        for last in Self.chosen(upTo: golden.smallSends, most: limits.resumes) {
            let source = try source(testCase)
            let ending = await source.start(.stops(after: last), recordTarget: 1).ending(within: limits.run)
            if case .overdue = ending {
                throw ConformanceFailure(
                    testCase.name, .resume, "the run did not end although the host was gone after checkpoint \(last)")
            }
            try await expectTheSame(
                afterAnotherStartOf: source, testCase, golden, .resume,
                "from checkpoint \(last) of \(golden.smallSends)")
        }
    }

    /// Lets a send fail, and a flush.
    func checkFailingSink(_ testCase: AdapterCase, _ golden: Golden) async throws {
        var plans = Self.chosen(upTo: golden.smallSends, most: 3).map { number in
            (KitSink.Plan.fails(at: number), "after send \(number) of \(golden.smallSends) failed")
        }
        if golden.flushes > 0 { plans.append((.failsFlush, "after flush failed")) }
        for (plan, when) in plans {
            let source = try source(testCase)
            switch await source.start(plan, recordTarget: 1).ending(within: limits.run) {
            case .threw(let error) where (error as? KitSink.Fault) == .diskFull: break
            case .threw(let error):
                throw ConformanceFailure(
                    testCase.name, .failingSink,
                    "\(when), the run threw \"\(error)\" and not the host's own error, so nobody learns the cause")
            case .returned:
                throw ConformanceFailure(
                    testCase.name, .failingSink,
                    "\(when), the run returned as if nothing had happened: the error was lost")
            case .overdue:
                throw ConformanceFailure(testCase.name, .failingSink, "\(when), the run did not end")
            }
            try await expectTheSame(afterAnotherStartOf: source, testCase, golden, .failingSink, when)
        }
    }
}
