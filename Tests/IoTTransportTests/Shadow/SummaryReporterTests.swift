import TestServers
import Testing

@testable import IoTTransport

/// The host's summary of itself, and what keeps side traffic from hurting.
@Suite struct SummaryReporterTests {
    private static let second = MonotonicTime.second

    func summary(_ count: Int = 1, queue: Int = 0, health: String = "running", expiry: Int? = nil) -> HostSummary {
        HostSummary(
            version: "1", sources: (0..<count).map { .init(id: "press-\($0)", health: health) }, queueDepth: queue,
            certificateExpiry: expiry)
    }

    /// How many were written while a summary is looked at five times a second.
    func writes(_ reporter: inout SummaryReporter, from start: Int, to end: Int, _ make: (Int) -> HostSummary) -> Int {
        var count = 0
        for tick in start * 5..<end * 5 {
            let now = Int64(tick) * Self.second / 5
            let actions = reporter.look(now, isAllowed: true) { make(tick / 5) }
            count += actions.count { if case .publish = $0 { true } else { false } }
        }
        return count
    }

    @Test func `starts late, writes at once what matters, numbers every 30 s, nothing without change`() {
        var reporter = SummaryReporter(thing: "x")
        reporter.connected(0)
        #expect(writes(&reporter, from: 0, to: 5) { _ in summary() } == 0)
        #expect(writes(&reporter, from: 5, to: 100) { _ in summary() } == 1)
        #expect(writes(&reporter, from: 100, to: 190) { summary(queue: $0) } == 3)
        #expect(writes(&reporter, from: 190, to: 200) { summary(health: "\($0)") } == 10)
        #expect(writes(&reporter, from: 300, to: 400) { summary(health: "a", expiry: 1_000_000 - $0) } <= 2)
    }

    @Test func `waits for the shadow of the state, and for an hour after a refusal`() {
        var reporter = SummaryReporter(thing: "x")
        reporter.connected(0)
        let early = reporter.look(10 * Self.second, isAllowed: false) { summary() }
        #expect(early == [])
        let topic = reporter.topics.updateRejected
        let isOurs = reporter.received(topic: topic, payload: Array("{\"code\":403}".utf8), now: 20 * Self.second)
        let isOther = reporter.received(topic: "other", payload: [], now: 20 * Self.second)
        #expect(isOurs && !isOther && reporter.refusal == 403)
        #expect(writes(&reporter, from: 21, to: 3_000) { summary(queue: $0) } == 0)
        #expect(writes(&reporter, from: 3_700, to: 3_710) { _ in summary() } == 1)
    }

    @Test func `stays under 8 KB, and says how many sources are left out`() throws {
        for count in [0, 1, 50, 2_000] {
            let document = try #require(Tree(summary(count).document.bytes))
            #expect(document.bytes.count <= HostSummary.largest)
            guard case .array(let listed) = document["sources"] else { continue }
            #expect(listed.count + (document["sourcesOmitted"]?.integer ?? -1) == count)
            #expect(count < 100 || listed.count > 100)
        }
    }

    @Test func `rejected telemetry waits its turn when something cuts connections`() {
        var rejected = RejectedTelemetry(topic: "t")
        rejected.connected(0, alone: false)
        #expect(isDue(&rejected, 0))
        rejected.disconnected(Self.second)
        rejected.connected(10 * Self.second, alone: false)
        #expect(!isDue(&rejected, 14 * Self.second))
        #expect(isDue(&rejected, 15 * Self.second))
        rejected.disconnected(16 * Self.second)
        // Two cuts: an hour without.
        rejected.connected(20 * Self.second, alone: false)
        #expect(!isDue(&rejected, 3_000 * Self.second))
        #expect(isDue(&rejected, 3_700 * Self.second))
    }

    @Test func `rejected telemetry is logged once a minute, with the count`() {
        var rejected = RejectedTelemetry(topic: "t")
        var lines: [String] = []
        for second in 0..<150 {
            _ = rejected.received(topic: "t")
            if let line = rejected.line(Int64(second) * Self.second) { lines.append(line) }
        }
        #expect(lines.count == 3 && lines[1].contains("rejected 60 telemetry messages (61 "))
    }

    func isDue(_ rejected: inout RejectedTelemetry, _ now: Nanoseconds) -> Bool { rejected.isDue(now) }
}
