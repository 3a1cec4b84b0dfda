import AdapterAPI
import Logging
import Testing

@testable import SyntheticAdapter

@Suite("Running the generator")
struct RunTests {
    private func adapter(_ values: [String: String], events: [String]) throws -> SyntheticAdapter {
        let mark = ConfigurationNode.Mark(file: "test.yaml", line: 1, column: 1)
        func node(_ text: String) -> ConfigurationNode { ConfigurationNode(.scalar(text, isQuoted: false), mark: mark) }
        var entries = values.map { ConfigurationNode.Entry(key: $0.key, keyMark: mark, value: node($0.value)) }
        let list = ConfigurationNode(.list(events.map(node)), mark: mark)
        entries.append(ConfigurationNode.Entry(key: "events", keyMark: mark, value: list))
        let report = ConfigurationReport()
        var reader = ConfigurationReader(
            ConfigurationNode(.mapping(entries), mark: mark), folder: "", purpose: .run, report: report)
        let adapter = try SyntheticAdapter(&reader)
        reader.finish()
        if let fault = report.faults.first { throw fault }
        return adapter
    }

    private func run(
        _ values: [String: String], events: [String], time: FakeTime, checkpoint: Checkpoint? = nil
    ) async throws -> EventSink {
        let sink = EventSink()
        let context = AdapterContext(
            sourceID: "test", checkpoint: checkpoint, sink: sink, clock: time.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, stopsWhenIdle: true)
        try await adapter(values, events: events).run(context)
        #expect(sink.flushes == 1)
        return sink
    }

    @Test("a run that is cut goes on where it stopped")
    func resume() async throws {
        let all = ["status", "ink", "reference-client-test"]
        var values = ["presses": "3", "speed": "60", "limit": "4000"]
        let whole = try await run(values, events: all, time: FakeTime(seconds: 1_000))
        #expect(whole.events.count == 4_000)
        #expect(Set(whole.events.map(\.identity)).count == 4_000)
        let time = FakeTime(seconds: 1_000)
        values["limit"] = "1500"
        let first = try await run(values, events: all, time: time)
        values["limit"] = "4000"
        let second = try await run(values, events: all, time: time, checkpoint: first.checkpoint)
        #expect(first.events + second.events == whole.events)
    }

    @Test("events are due at their simulated time, at the speed asked for")
    func pace() async throws {
        let time = FakeTime(seconds: 1_000)
        let sink = try await run(["speed": "600", "limit": "1000"], events: ["status"], time: time)
        let simulated = try #require(sink.events.last).time.secondsSince1970 - 1_000
        #expect(abs(time.seconds - 1_000 - Double(simulated) / 600) < 0.1)
    }

    @Test("at high speed what is due goes out together")
    func batches() async throws {
        let time = FakeTime(seconds: 0)
        let sink = try await run(
            ["speed": "10000", "presses": "100", "limit": "20000"], events: ["status"], time: time)
        #expect(sink.events.count == 20_000)
        #expect(sink.batches < 2_500)
    }

    @Test("reference events come at their rate")
    func reference() async throws {
        let time = FakeTime(seconds: 0)
        let sink = try await run(["rate": "2/s", "limit": "10"], events: ["reference-client-test"], time: time)
        #expect(sink.events.map(\.payload) == (0..<10).map { #"{"foo":"bar","counter":\#($0)}"# })
        #expect(abs(time.seconds - 4.5) < 0.02)
        #expect(sink.events.allSatisfy { $0.kind.eventSubtype == "any-sub-type" && $0.asset == "press-1" })
    }

    @Test("another speed goes on from the time reached, another seed starts anew")
    func changedOptions() async throws {
        let time = FakeTime(seconds: 1_000)
        let first = try await run(["limit": "50"], events: ["status"], time: time)
        let reached = time.seconds
        let second = try await run(
            ["limit": "60", "speed": "100"], events: ["status"], time: time, checkpoint: first.checkpoint)
        #expect(second.events.count == 10)
        #expect(time.seconds - reached < 60)
        let third = try await run(
            ["limit": "5", "seed": "7"], events: ["status"], time: time, checkpoint: second.checkpoint)
        #expect(third.events.count == 5)
        #expect(Set(third.events.map(\.identity)).isDisjoint(with: first.events.map(\.identity)))
    }

    @Test("without a limit an idle generator ends after what is due")
    func idle() async throws {
        let sink = try await run(["presses": "4"], events: ["status"], time: FakeTime(seconds: 0))
        #expect(sink.events.count >= 4)
    }

    @Test("a state comes back from its checkpoint; anything else is none")
    func checkpoint() async throws {
        let values = ["presses": "2", "limit": "700"]
        let sink = try await run(values, events: ["status", "reference-client-test"], time: FakeTime(seconds: 5))
        let checkpoint = try #require(sink.checkpoint)
        let state = try #require(SyntheticState(checkpoint))
        #expect(state.checkpoint == checkpoint)
        #expect(state.emitted == 700)
        #expect(state.made.reduce(state.references, +) >= 700)
        #expect(SyntheticState(Checkpoint("synthetic 2\n")) == nil)
        #expect(SyntheticState(Checkpoint("")) == nil)
    }

    @Test("unknown events are a fault")
    func faults() {
        #expect(throws: ConfigurationFault.self) { try adapter([:], events: ["statsu"]) }
        #expect(throws: ConfigurationFault.self) { try adapter(["rate": "unlimited"], events: ["status"]) }
    }
}
