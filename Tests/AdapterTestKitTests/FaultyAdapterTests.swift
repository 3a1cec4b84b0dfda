import AdapterTestKit
import Testing

/// The kit finds what is wrong with an adapter, and nothing with one that keeps its promises.
@Suite struct FaultyAdapterTests {
    @Test func `nothing is wrong with an adapter that keeps its promises`() async throws {
        let cases = try CaseFolder()
        try await cases.record()
        #expect(cases.text("expected.ndjson")?.split(separator: "\n").count == 6)
        let failures = await cases.kit().failures()
        #expect(failures.isEmpty, "\(failures.map(\.description))")
    }

    @Test(
        arguments: [
            (.randomIDs, .golden), (.swallowsErrors, .failingSink), (.wrapsErrors, .failingSink),
            (.checkpointAhead, .resume), (.idsByRun, .resume), (.floods, .backPressure), (.deaf, .cancellation),
            (.sendsLate, .cancellation), (.sharesState, .twoAtOnce), (.ignoresSkip, .documents), (.fails, .golden),
        ] as [(FaultyAdapter.Fault, ConformanceCheck)])
    func `a broken promise is found`(fault: FaultyAdapter.Fault, check: ConformanceCheck) async throws {
        let cases = try CaseFolder(fault)
        try await cases.record()
        let failures = await cases.kit().failures()
        #expect(failures.contains { $0.check == check }, "\(failures.map(\.description))")
    }

    @Test func `what was not expected is shown with its line`() async throws {
        let cases = try CaseFolder()
        try await cases.record()
        let events = try #require(cases.text("expected.ndjson"))
        try cases.write("expected.ndjson", events.replacing("third", with: "tired"))
        let failures = await cases.kit().failures()
        #expect(failures.count == 1)
        let words = try #require(failures.first).description
        #expect(words.hasPrefix("lines: golden: line 3 of events differs"))
        #expect(words.contains(#""text":"third""#) && words.contains(#""text":"tired""#))
    }

    @Test func `faults of a press file are expected like events`() async throws {
        let cases = try CaseFolder()
        try cases.write("press.yaml", "id: lines\nadapter: faulty\nfautl: none\nasset: { id: a, type: T }\n")
        let failures = await cases.kit(isRecording: true).failures()
        #expect(failures.map(\.message) == ["no case has a press file without faults"])
        #expect(cases.text("expected.error") == "press.yaml:3:1: unknown key \"fautl\" (did you mean \"fault\"?)\n")
        #expect(cases.text("expected.ndjson") == nil)
    }

    @Test func `a folder without cases, and a case without expectations, say what to do`() async throws {
        let cases = try CaseFolder()
        let failures = await cases.kit().failures()
        #expect(failures.contains { $0.message.contains("ADAPTER_TESTKIT_RECORD=1") })
        let none = AdapterConformance(FaultyAdapter.self, testdata: "/nowhere")
        #expect(await none.failures().map(\.description).allSatisfy { $0.contains("/nowhere holds no case") })
    }
}
