import TestServers
import Testing

@testable import IoTTransport

/// What people are shown of a shadow: desired beside reported, and the service's clock.
@Suite struct ShadowStandingTests {
    @Test func `desired and reported are those of the document, then of what was learnt and written since`() {
        var harness = ShadowHarness()
        harness.connect()
        harness.answerGet(
            5, desired: ["event_type_blacklist": ["ODA"]],
            reported: ["event_publishing_enabled": true, "event_type_blacklist": []])
        #expect(harness.client.status.desired == ["event_type_blacklist": "[\"ODA\"]"])
        #expect(
            harness.client.status.reported == ["event_publishing_enabled": "true", "event_type_blacklist": "[]"])
        harness.wait(2)
        harness.acceptUpdate(6)
        #expect(harness.client.status.reported["event_type_blacklist"] == "[\"ODA\"]")
        harness.delta(7, ["event_publishing_enabled": "no"])
        #expect(harness.client.status.desired["event_publishing_enabled"] == "\"no\"", "also what cannot be taken")
        harness.event(.disconnected)
        harness.connect()
        #expect(harness.client.status.reported.isEmpty, "not known on a new connection")
    }

    @Test func `the service's clock goes on by ours`() throws {
        var harness = ShadowHarness()
        harness.connect()
        harness.answerGet(["version": 1, "timestamp": 1_000_000, "state": .object([:])])
        let clock = try #require(harness.client.status.serviceClock)
        let later = harness.now + 60 * MonotonicTime.second
        #expect(clock.lead(ofWall: 1_000_060, now: later) == 0)
        #expect(clock.lead(ofWall: 1_003_660, now: later) == 3_600)
        #expect(clock.lead(ofWall: 996_460, now: later) == -3_600)
        harness.answerGet(["version": 2, "timestamp": "soon", "state": .object([:])])
        #expect(harness.client.status.serviceClock == clock)
    }
}
