import AdapterAPI

extension AdapterConformance {
    /// Runs a case and compares with its expected files, or writes them.
    ///
    /// - Returns: nil when the press file is at fault, as was expected.
    /// - Throws: ``ConformanceFailure``.
    func golden(_ testCase: AdapterCase) async throws -> Golden? {
        var faults: [ConfigurationFault] = []
        guard let source = try TestedSource(self, testCase, faults: &faults) else {
            let lines = faults.map { fault in
                "\(AdapterCase.pressFile):\(fault.mark.line):\(fault.mark.column): \(fault.message)"
            }
            try compare(events: [], faults: lines, of: testCase)
            return nil
        }
        let run = source.start()
        try await expectReturn(of: run, testCase, .golden)
        let events = source.store.events
        let lines = try source.faults()
        try compare(events: events, faults: lines, of: testCase)
        let small = try self.source(testCase)
        let smallRun = small.start(recordTarget: 1)
        try await expectReturn(of: smallRun, testCase, .determinism)
        return Golden(
            events: events, faults: lines, smallSends: smallRun.sink.sends, smallEvents: small.store.events,
            smallFaults: try small.faults(), sends: run.sink.sends, flushes: run.sink.flushes)
    }

    /// Two runs, one with the smallest of batches.
    func checkDeterminism(_ testCase: AdapterCase, _ golden: Golden) async throws {
        let words =
            Lines.difference(golden.smallEvents, expected: golden.events, "events of a second run")
            ?? Lines.difference(golden.smallFaults, expected: golden.faults, "faults of a second run")
        if let words { throw ConformanceFailure(testCase.name, .determinism, words) }
    }

    private func compare(events: [String], faults: [String], of testCase: AdapterCase) throws {
        if isRecording { return try testCase.record(events: events, faults: faults) }
        guard testCase.expectedEvents != nil || testCase.expectedFaults != nil else {
            throw ConformanceFailure(
                testCase.name, .golden,
                "neither \(AdapterCase.eventsFile) nor \(AdapterCase.faultsFile) is there; "
                    + "ADAPTER_TESTKIT_RECORD=1 writes them from what comes, to be read before they are committed")
        }
        let words = [
            Lines.difference(faults, expected: testCase.expectedFaults ?? [], "faults"),
            Lines.difference(events, expected: testCase.expectedEvents ?? [], "events"),
        ]
        .compactMap { $0 }
        if !words.isEmpty { throw ConformanceFailure(testCase.name, .golden, words.joined(separator: "\n    ")) }
    }
}
