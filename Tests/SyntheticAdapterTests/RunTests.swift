import AdapterAPI
import Testing

@testable import SyntheticAdapter

@Suite("Running the generator")
struct RunTests {
    private static let all: TestAdapter.Value = ["status", "ink", "energy", "reference-client-test"]

    @Test("the same seed and start give the same bytes, and only they")
    func sameBytes() async throws {
        var values: [String: TestAdapter.Value] = [
            "presses": "5", "speed": "600", "limit": "3000", "events": ["status", "ink", "energy"],
            "start": "2026-11-23T06:00:00+01:00", "zone": "Europe/Berlin", "faults": ["disorder": "0.05"],
        ]
        let first = try await TestAdapter.run(values, time: FakeTime(seconds: 1_000))
        let second = try await TestAdapter.run(values, time: FakeTime(seconds: 77_777))
        #expect(first.events.count >= 3_000)
        #expect(first.events.prefix(3_000) == second.events.prefix(3_000))
        #expect(first.events.first?.time.text.hasPrefix("2026-11-23T06:00:") == true)
        values["seed"] = "43"
        let other = try await TestAdapter.run(values, time: FakeTime(seconds: 1_000))
        #expect(Set(other.events.map(\.identity)).isDisjoint(with: first.events.map(\.identity)))
        values["seed"] = "42"
        values["start"] = "2026-11-24T06:00:00+01:00"
        let later = try await TestAdapter.run(values, time: FakeTime(seconds: 1_000))
        #expect(Set(later.events.map(\.identity)).isDisjoint(with: first.events.map(\.identity)))
    }

    @Test("a run that is cut at any checkpoint goes on with the same events")
    func resume() async throws {
        var values: [String: TestAdapter.Value] = [
            "presses": "3", "speed": "10000", "limit": "2500", "events": Self.all, "rate": "100/s",
            "faults": ["disorder": "0.02", "duplicates": "0.02", "counterResets": "0.1", "clockSkew": "0.1"],
        ]
        let whole = try await TestAdapter.run(values, time: FakeTime(seconds: 1_000))
        let checkpoints = whole.checkpoints
        #expect(checkpoints.count > 40)
        #expect(Set(whole.events.map(\.identity)).count < whole.events.count, "some come twice")
        values["limit"] = "1000000"
        for (checkpoint, sent) in checkpoints where sent + 60 < whole.events.count {
            let rest = EventSink(limit: 1)
            await #expect(throws: EventSink.Full.self) {
                // Behind what the first run had reached, so that all is due at once.
                try await TestAdapter.run(
                    values, time: FakeTime(seconds: 1_000_000), checkpoint: checkpoint, sink: rest)
            }
            let count = min(rest.events.count, whole.events.count - sent)
            let isSame = rest.events.prefix(count) == whole.events[sent..<sent + count]
            #expect(isSame && count >= 60, "after \(sent)")
        }
    }

    @Test("events are due at their simulated time, at the speed asked for")
    func pace() async throws {
        let time = FakeTime(seconds: 1_000)
        let sink = try await TestAdapter.run(["speed": "600", "limit": "1000", "events": ["status"]], time: time)
        let simulated = try #require(sink.events.last).time.secondsSince1970 - 1_000
        #expect(abs(time.seconds - 1_000 - Double(simulated) / 600) < 0.1)
    }

    @Test("at high speed what is due goes out together")
    func batches() async throws {
        let sink = try await TestAdapter.run(
            ["speed": "10000", "presses": "100", "limit": "20000", "events": ["status"]], time: FakeTime(seconds: 0))
        #expect(sink.events.count == 20_000)
        #expect(sink.checkpoints.count < 2_500)
    }

    @Test("reference events come at their rate")
    func reference() async throws {
        let time = FakeTime(seconds: 0)
        let sink = try await TestAdapter.run(
            ["rate": "2/s", "limit": "10", "events": ["reference-client-test"]], time: time)
        #expect(sink.events.map(\.payload) == (0..<10).map { #"{"foo":"bar","counter":\#($0)}"# })
        #expect(abs(time.seconds - 4.5) < 0.02)
        #expect(sink.events.allSatisfy { $0.kind.eventSubtype == "any-sub-type" && $0.asset == "press-1" })
    }

    @Test("another speed goes on from the time reached, another seed starts anew")
    func changedOptions() async throws {
        let time = FakeTime(seconds: 1_000)
        let first = try await TestAdapter.run(["limit": "50"], time: time)
        let reached = time.seconds
        let second = try await TestAdapter.run(
            ["limit": "60", "speed": "100"], time: time, checkpoint: first.checkpoint)
        #expect(second.events.count == 10)
        #expect(time.seconds - reached < 60)
        let third = try await TestAdapter.run(
            ["limit": "5", "seed": "7"], time: time, checkpoint: second.checkpoint)
        #expect(third.events.count == 5)
        #expect(Set(third.events.map(\.identity)).isDisjoint(with: first.events.map(\.identity)))
    }

    @Test("presses that are added join at the time reached, presses that are taken away stop")
    func changedPresses() async throws {
        let time = FakeTime(seconds: 0)
        let first = try await TestAdapter.run(["presses": "2", "duration": "5h", "speed": "1000"], time: time)
        let more = try await TestAdapter.run(
            ["presses": "3", "duration": "6h", "speed": "1000"], time: time, checkpoint: first.checkpoint)
        let third = more.events.filter { $0.asset == "press-3" }
        #expect(third.count > 100)
        #expect(third.allSatisfy { $0.time.secondsSince1970 >= 5 * 3_600 - 60 })
        let fewer = try await TestAdapter.run(
            ["presses": "1", "duration": "7h", "speed": "1000"], time: time, checkpoint: more.checkpoint)
        #expect(Set(fewer.events.map(\.asset)) == ["press-1"])
    }

    @Test("a duration ends with its last event, and so does a start after it")
    func duration() async throws {
        let time = FakeTime(seconds: 0)
        let values: [String: TestAdapter.Value] = [
            "presses": "4", "duration": "2h", "speed": "10000", "events": Self.all, "rate": "100/s",
        ]
        let sink = try await TestAdapter.run(values, time: time)
        #expect(sink.events.count > 4 * 800)
        #expect(sink.events.filter { !$0.payload.contains("foo") }.allSatisfy { $0.time.secondsSince1970 <= 7_200 })
        #expect(time.seconds < 0.8)
        let again = try await TestAdapter.run(values, time: time, checkpoint: sink.checkpoint)
        #expect(again.events.isEmpty)
    }

    @Test("a fleet starts in a moment, however long it has run")
    func start() async throws {
        // Each press where it is after a month: most in the middle of a job, some in the weekend that is in it.
        let plan = PressPlan(seed: 42, shifts: 2, worksWeekends: false, interval: 7_500)
        let values: [String: TestAdapter.Value] = [
            "presses": "150", "events": ["status", "ink", "energy"], "start": "2026-11-23T06:00:00+01:00",
            "speed": "10000",
        ]
        let options = try TestAdapter.options(values)
        var state = SyntheticState(options, now: 0)
        let month = 30 * PressCalendar.day
        for number in 1...150 {
            var press = SyntheticPress(plan, number: number, at: PressSnapshot(plan, number: number))
            // The events before are of no interest, and would take a while.
            var event = press.next()
            while press.snapshot.time < 2 * PressCalendar.hour { event = press.next() }
            for _ in 0..<number * 3 { event = press.next() }
            var snapshot = press.snapshot
            snapshot.time += month
            state.positions.append(PressPosition(snapshot: snapshot, ordinal: event.ordinal))
        }
        let checkpoint = state.checkpoint
        #expect(checkpoint.bytes.count < 150 * 60)
        var elapsed = Duration.seconds(1)
        // The best of three: the machine may be busy with other tests.
        for _ in 0..<3 {
            var streams: [PressStream] = []
            let time = try ContinuousClock().measure {
                let stored = try #require(SyntheticState(checkpoint))
                #expect(stored == state)
                for (index, position) in stored.positions.enumerated() {
                    streams.append(PressStream(options, number: index + 1, at: position))
                }
            }
            #expect(streams.count == 150 && streams.allSatisfy { !$0.next.isEmpty })
            elapsed = min(elapsed, time)
        }
        print("150 presses after 30 days: \(elapsed), a checkpoint of \(checkpoint.bytes.count) bytes")
        // A build without optimisation takes several times as long as one with it.
        #expect(elapsed < .milliseconds(300))
    }

    @Test("without a limit an idle generator ends after what is due")
    func idle() async throws {
        let sink = try await TestAdapter.run(["presses": "4"], time: FakeTime(seconds: 0))
        #expect(sink.flushes == 1)
    }

    @Test("a state comes back from its checkpoint; anything else is none")
    func checkpoint() async throws {
        let values: [String: TestAdapter.Value] = [
            "presses": "2", "limit": "700", "events": ["status", "reference-client-test"],
        ]
        let sink = try await TestAdapter.run(values, time: FakeTime(seconds: 5))
        let checkpoint = try #require(sink.checkpoint)
        let state = try #require(SyntheticState(checkpoint))
        #expect(state.checkpoint == checkpoint)
        #expect(state.emitted == 700 && state.positions.count == 2)
        #expect(SyntheticState(Checkpoint("synthetic 1\n")) == nil)
        #expect(SyntheticState(Checkpoint("")) == nil)
        let lines = checkpoint.text.split(separator: "\n")
        for index in 0..<6 {
            var damaged = lines
            damaged.remove(at: index)
            #expect(SyntheticState(Checkpoint(damaged.joined(separator: "\n"))) == nil, "without \(lines[index])")
        }
        for line in [
            "zz", "1 2 3 4 5 6", "5 1 -3 4 5 6 7", "1 1 1 2 3 4 5", "zzzzzz 1 1 1 1 1 1", "1 1 1y2p0ij32e8e7 1 1 1 1",
        ] {
            let text = lines.prefix(6).joined(separator: "\n") + "\n" + line
            #expect(SyntheticState(Checkpoint(text)) == nil, "\(line)")
        }
    }
}
