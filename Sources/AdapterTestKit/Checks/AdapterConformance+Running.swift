import AdapterAPI

extension AdapterConformance {
    /// A source of a case whose press file is good.
    func source(_ testCase: AdapterCase, hasInputs: Bool = true) throws -> TestedSource {
        var faults: [ConfigurationFault] = []
        guard let source = try TestedSource(self, testCase, hasInputs: hasInputs, faults: &faults) else {
            throw ConformanceFailure(testCase.name, .golden, faults.first?.description ?? "the press file is at fault")
        }
        return source
    }

    /// Waits until a run has returned by itself or by its feed's end.
    func expectReturn(of run: RunningSource, _ testCase: AdapterCase, _ check: ConformanceCheck) async throws {
        switch await run.ending(within: limits.run) {
        case .returned: return
        case .threw(is CancellationError): return
        case .threw(let error): throw ConformanceFailure(testCase.name, check, "the run failed: \(error)")
        case .overdue:
            throw ConformanceFailure(
                testCase.name, check,
                "the run did not end within \(limits.run.configurationText), although nothing was left to take")
        }
    }

    /// Starts a source again, from what is stored, and compares all that is stored then with the golden run.
    func expectTheSame(
        afterAnotherStartOf source: TestedSource, _ testCase: AdapterCase, _ golden: Golden, _ check: ConformanceCheck,
        _ when: String
    ) async throws {
        do {
            try await expectReturn(of: source.start(recordTarget: 1), testCase, check)
        } catch let failure as ConformanceFailure {
            throw ConformanceFailure(testCase.name, check, "started again \(when): \(failure.message)")
        }
        var contents: [Substring: String] = [:]
        for event in source.store.events {
            let id = Lines.id(of: event)
            if let first = contents[id], first != event {
                throw ConformanceFailure(
                    testCase.name, check,
                    "started again \(when), two events have the id \(id)\n    \(first)\n    \(event)")
            }
            contents[id] = event
        }
        let words =
            try Lines.difference(of: Set(source.store.events), expected: Set(golden.events), "events")
            ?? Lines.difference(of: Set(source.faults()), expected: Set(golden.faults), "faults")
        if let words { throw ConformanceFailure(testCase.name, check, "started again \(when): \(words)") }
    }

    /// Numbers from 1 to `last`, evenly chosen when there are more than `most`; the first and the last are among them.
    static func chosen(upTo last: Int, most: Int) -> [Int] {
        guard last > most, most > 1 else { return last > 0 ? Array(1...last) : [] }
        return (0..<most).map { 1 + $0 * (last - 1) / (most - 1) }
    }
}
