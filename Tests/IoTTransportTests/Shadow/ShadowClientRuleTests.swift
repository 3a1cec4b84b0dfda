import TestServers
import Testing

@testable import IoTTransport

/// The client's rules, by their numbers.
@Suite struct ShadowClientRuleTests {
    typealias Harness = ShadowHarness

    /// A client that is in sync with a document in which all is reported.
    func synced(_ version: Int = 5, desired: Tree? = nil, reported: Tree = Harness.full) -> Harness {
        var harness = Harness()
        harness.connect()
        harness.answerGet(version, desired: desired, reported: reported)
        return harness
    }

    @Test func `rule 1: one SUBSCRIBE, all codes checked, then get with a fresh token`() {
        var harness = Harness()
        harness.event(.connected)
        #expect(
            harness.subscribed == [
                ["/get/accepted", "/get/rejected", "/update/accepted", "/update/rejected", "/update/delta"]
                    .map { Harness.base + $0 }
            ])
        #expect(harness.published.isEmpty)
        harness.event(.subscribed(granted: Harness.accepted))
        #expect(harness.gets == 1)
        let first = harness.token("/get")
        harness.wait(20)
        #expect(harness.gets > 1, "the get is tried again when no answer comes")
        #expect(harness.token("/get") != first)
    }

    @Test(arguments: 0..<5) func `rule 1: one refused code is enough`(index: Int) {
        var harness = Harness()
        harness.event(.connected)
        var codes = Harness.accepted
        codes[index] = 128
        harness.event(.subscribed(granted: codes))
        #expect(harness.gets == 0 && harness.client.status.phase == .unavailable)
    }

    @Test func `rule 2: the document is kept, applied, and only what differs is reported`() {
        var harness = Harness()
        harness.connect()
        harness.answerGet(
            7, desired: ["event_publishing_enabled": false, "other": 3],
            reported: ["event_publishing_enabled": true, "event_type_blacklist": [], "other": 1])
        #expect(harness.applied == [EventFilter(isPublishingEnabled: false)])
        #expect(harness.persisted == [ShadowState(isPublishingEnabled: false)])
        #expect(harness.reported == ["event_publishing_enabled": false])
    }

    @Test func `rule 2: when all is equal nothing is published`() {
        let harness = synced(
            desired: ["event_publishing_enabled": false, "event_type_blacklist": ["a", "b.c"]],
            reported: ["event_publishing_enabled": false, "event_type_blacklist": ["a", "b.c"]])
        #expect(harness.updates.isEmpty)
        #expect(harness.applied == [EventFilter(isPublishingEnabled: false, blacklist: ["a", "b.c"])])
    }

    @Test func `rule 3: 404 makes the client report all of its state`() {
        var harness = Harness(fallback: EventFilter(blacklist: ["x"]))
        harness.connect()
        harness.rejectGet(404)
        #expect(harness.reported == ["event_publishing_enabled": true, "event_type_blacklist": ["x"]])
        #expect(harness.client.status.phase == .synced && harness.applied.isEmpty)
    }

    @Test(arguments: [401, 403]) func `rule 3: not allowed is a fault and the last state stays`(code: Int) {
        var harness = Harness(state: ShadowState(isPublishingEnabled: false))
        harness.connect()
        harness.rejectGet(code)
        harness.wait(600)
        #expect(harness.gets == 1 && harness.updates.isEmpty && harness.applied.isEmpty)
        #expect(harness.client.status.phase == .unavailable)
        #expect(harness.client.status.reason?.contains("\(code)") == true)
        #expect(!harness.client.policy.filter.isPublishingEnabled)
    }

    @Test(arguments: [429, 500]) func `rule 3: busy backs off, further each time, with jitter`(code: Int) {
        var gaps: Set<Nanoseconds> = []
        for seed in 1...5 as ClosedRange<UInt64> {
            var harness = Harness(seed: seed)
            harness.connect()
            for round in 1...6 {
                #expect(harness.gets == round)
                harness.rejectGet(code)
                #expect(harness.gets == round)
                harness.wait(untilGets: round + 1)
            }
            let times = harness.published.map(\.at)
            let delays = zip(times.dropFirst(), times).map { $0 - $1 }
            #expect(delays[4] > delays[0] * 4)
            gaps.insert(delays[0])
        }
        #expect(gaps.count > 1)
    }

    @Test func `rule 4: a delta below the newest version is dropped, an equal one is not`() {
        var harness = synced(5)
        harness.delta(4, ["event_publishing_enabled": false])
        #expect(harness.applied.isEmpty)
        harness.delta(5, ["event_publishing_enabled": false])
        #expect(harness.applied.count == 1)
    }

    @Test func `rule 4: deltas are merged, never replace`() {
        var harness = synced(5)
        harness.delta(6, ["event_type_blacklist": ["a"]])
        harness.acceptUpdate(7)
        harness.delta(8, ["event_publishing_enabled": false])
        #expect(harness.applied.last == EventFilter(isPublishingEnabled: false, blacklist: ["a"]))
    }

    @Test func `rule 5: versions belong to the connection, and may begin anew`() {
        var harness = synced(500)
        harness.event(.disconnected)
        harness.connect()
        harness.answerGet(1, reported: Harness.full)
        harness.delta(2, ["event_publishing_enabled": false])
        #expect(harness.applied == [EventFilter(isPublishingEnabled: false)])
    }

    @Test func `rule 6: a get answer older than a delta is ignored, and asked for again`() {
        var harness = Harness()
        harness.connect()
        harness.delta(9, ["event_publishing_enabled": false])
        harness.answerGet(8, desired: ["event_publishing_enabled": true], reported: Harness.full)
        #expect(harness.client.policy.filter == EventFilter(isPublishingEnabled: false))
        harness.wait(2)
        #expect(harness.gets == 2)
        harness.answerGet(9, desired: ["event_publishing_enabled": false, "event_type_blacklist": ["x"]])
        #expect(harness.client.policy.filter == EventFilter(isPublishingEnabled: false, blacklist: ["x"]))
    }

    @Test func `rule 6: what an older get would have said is not lost`() {
        // The delta holds only what differs: what was in sync before is in the document alone.
        var harness = Harness()
        harness.connect()
        harness.delta(5, ["event_type_blacklist": ["x"]])
        harness.answerGet(4, desired: ["event_publishing_enabled": false])
        harness.wait(2)
        harness.answerGet(
            5, desired: ["event_publishing_enabled": false, "event_type_blacklist": ["x"]])
        #expect(harness.client.policy.filter == EventFilter(isPublishingEnabled: false, blacklist: ["x"]))
    }

    @Test func `rule 7: others' answers change nothing but the version`() {
        var harness = Harness()
        harness.connect()
        harness.receive(
            "/get/accepted",
            ["state": ["desired": ["event_publishing_enabled": false]], "version": 9, "clientToken": "other"])
        harness.receive("/get/rejected", ["code": 404, "clientToken": "other"])
        harness.receive("/get/rejected", ["code": 403])
        #expect(harness.applied.isEmpty && harness.updates.isEmpty && harness.client.status.phase == .waiting)
        harness.receive(
            "/update/accepted", ["state": ["desired": ["event_publishing_enabled": false]], "version": 12])
        #expect(harness.applied.isEmpty && harness.client.baseline == 12)
    }

    @Test func `rule 7: one update in flight, later changes coalesce, no version is sent`() {
        var harness = synced(5)
        harness.delta(6, ["event_publishing_enabled": false])
        for version in 7...20 {
            harness.wait(0.5)
            harness.delta(version, ["event_type_blacklist": [.string("v\(version)")]])
        }
        #expect(harness.updates.count == 1)
        harness.receive("/update/accepted", ["version": 21, "clientToken": "other"])
        #expect(harness.updates.count == 1)
        harness.wait(1)
        #expect(harness.updates.count <= 2)
        if harness.updates.count == 1 { harness.acceptUpdate(21) }
        #expect(harness.updates.count == 2)
        #expect(harness.reported?["event_type_blacklist"] == ["v20"])
        #expect(harness.updates.allSatisfy { $0["version"] == nil })
    }

    @Test func `rule 8: an invalid wish keeps the old value, is reported once, and named`() {
        var harness = synced(5)
        harness.delta(6, ["event_publishing_enabled": "off", "event_type_blacklist": ["a", 3]])
        #expect(harness.applied.isEmpty)
        #expect(harness.reported == Harness.full)
        #expect(harness.logs.count { $0.contains("must be true or false, found a text") } == 1)
        #expect(harness.client.status.refusals.count == 2)
        // The service repeats the whole delta at each update.
        for version in 7...30 {
            harness.acceptUpdate(version)
            harness.delta(version, ["event_publishing_enabled": "off", "event_type_blacklist": ["a", 3]])
            harness.wait(5)
        }
        #expect(harness.updates.count == 1)
        harness.delta(31, ["event_publishing_enabled": false, "event_type_blacklist": ["a", 3]])
        #expect(harness.applied.last == EventFilter(isPublishingEnabled: false))
        #expect(harness.client.status.refusals.count == 1)
        #expect(harness.updates.count == 2)
    }

    @Test func `rule 8: unknown keys are not echoed and cause no report`() {
        var harness = synced(5)
        for version in 6...20 {
            harness.delta(version, ["firmware": "7", "nested": ["a": [1, 2]]])
            harness.wait(2)
        }
        #expect(harness.updates.isEmpty)
    }

    @Test(arguments: ["null", "[]", "7", "\"x\"", "{}", "{\"state\":null}", "{\"version\":9}", "", "{", "\u{0}"])
    func `rule 9: a payload that is nothing resets nothing`(text: String) {
        var harness = synced(
            desired: ["event_publishing_enabled": false, "event_type_blacklist": ["a"]],
            reported: ["event_publishing_enabled": false, "event_type_blacklist": ["a"]])
        for topic in ["/get/accepted", "/get/rejected", "/update/accepted", "/update/rejected", "/update/delta"] {
            harness.receive(topic, bytes: Array(text.utf8))
        }
        harness.wait(3_000)
        #expect(harness.client.policy.filter == EventFilter(isPublishingEnabled: false, blacklist: ["a"]))
        #expect(harness.updates.isEmpty && harness.applied.count == 1)
    }

    @Test(arguments: [.null, [], "x", 3, ["event_publishing_enabled": .null]] as [Tree])
    func `rule 9: a desired that is nothing resets nothing`(desired: Tree) {
        var harness = Harness(state: ShadowState(isPublishingEnabled: false, blacklist: ["a"]))
        harness.connect()
        harness.answerGet(
            3, desired: desired, reported: ["event_publishing_enabled": false, "event_type_blacklist": ["a"]])
        #expect(harness.client.policy.filter == EventFilter(isPublishingEnabled: false, blacklist: ["a"]))
        #expect(harness.updates.isEmpty && harness.client.status.phase == .synced)
    }

    @Test func `rule 9: a wish that is gone keeps the last value`() {
        var harness = synced(5, desired: ["event_publishing_enabled": false])
        harness.event(.disconnected)
        harness.connect()
        harness.answerGet(9, reported: ["event_publishing_enabled": false, "event_type_blacklist": []])
        #expect(!harness.client.policy.filter.isPublishingEnabled)
        #expect(harness.applied.count == 1)
    }

    @Test func `rule 11: every connection subscribes and asks again, with nothing left of the former`() {
        var harness = synced(5)
        harness.delta(6, ["event_publishing_enabled": false])
        #expect(harness.updates.count == 1)
        for round in 2...4 {
            harness.wait(6)
            harness.event(.disconnected)
            harness.wait(100)
            let before = harness.gets
            harness.connect()
            #expect(harness.subscribed.count == round && harness.gets == before + 1)
        }
        let written = harness.updates.count
        // The report that got no answer is made up for by the document.
        harness.answerGet(8, desired: ["event_publishing_enabled": false], reported: Harness.full)
        harness.wait(1)
        #expect(harness.updates.count == written + 1)
    }

    @Test func `rule 12: until the first answer the last state holds, or the configuration's`() {
        let configured = EventFilter(blacklist: ["c"], whenDisabled: .hold)
        #expect(Harness(fallback: configured).client.policy.filter == configured)
        let kept = Harness(state: ShadowState(isPublishingEnabled: false), fallback: configured)
        #expect(
            kept.client.policy.filter
                == EventFilter(isPublishingEnabled: false, blacklist: ["c"], whenDisabled: .hold))
        #expect(Harness().client.policy.filter == EventFilter())
    }

    @Test func `rule 13: at most one write a second, across connections`() {
        var harness = synced(5)
        var version = 5
        for step in 0..<400 {
            version += 1
            harness.delta(version, ["event_type_blacklist": [.string("\(step)")]])
            version += 1
            harness.acceptUpdate(version)
            harness.wait(0.1)
            if step % 50 == 49 {
                harness.event(.disconnected)
                harness.connect()
                harness.answerGet(version, desired: ["event_type_blacklist": [.string("\(step)!")]])
            }
        }
        let times = harness.published.filter { $0.topic.hasSuffix("/update") }.map(\.at)
        #expect(times.count > 20)
        #expect(zip(times.dropFirst(), times).allSatisfy { $0 - $1 >= MonotonicTime.second })
    }

    @Test func `rule 13: what would not fit is refused`() {
        var harness = synced(5)
        let long = Tree.array((0..<900).map { .string("type-\($0)") })
        harness.delta(6, ["event_type_blacklist": long])
        #expect(harness.applied.isEmpty && harness.client.status.refusals.first?.contains("more than") == true)
        #expect(harness.updates.allSatisfy { $0.bytes.count < 8_192 })
    }

    @Test func `rule 14: no answer, then again after an hour`() {
        var harness = Harness()
        harness.connect()
        harness.wait(120)
        #expect(harness.gets == ShadowFetch.limit && harness.client.status.phase == .unavailable)
        #expect(harness.logs.count { $0.hasPrefix("warning") } == 1)
        let before = harness.now
        harness.wait(untilGets: ShadowFetch.limit + 1)
        #expect(harness.now - before > 3_400 * MonotonicTime.second)
        harness.answerGet(3, desired: ["event_publishing_enabled": false])
        #expect(harness.client.status.phase == .synced && harness.applied.count == 1)
    }

    @Test func `rule 14: a refused SUBSCRIBE, then again after an hour`() {
        var harness = Harness()
        harness.event(.connected)
        harness.event(.subscribed(granted: [128, 128, 128, 128, 128]))
        #expect(harness.client.holdsDelivery(harness.now) == nil)
        harness.wait(3_599)
        #expect(harness.subscribed.count == 1)
        harness.wait(2)
        #expect(harness.subscribed.count == 2)
    }

    @Test func `rule 14: no SUBACK at all`() {
        var harness = Harness()
        harness.event(.connected)
        harness.wait(11)
        #expect(harness.client.status.phase == .unavailable)
    }

    @Test func `rule 14: two sessions cut soon after the SUBSCRIBE`() {
        var harness = Harness()
        for _ in 0..<2 {
            harness.event(.connected)
            harness.wait(1)
            harness.event(.disconnected)
            harness.wait(10)
        }
        #expect(harness.subscribed.count == 2 && harness.client.status.phase == .unavailable)
        harness.event(.connected)
        #expect(harness.subscribed.count == 2 && harness.client.holdsDelivery(harness.now) == nil)
        harness.wait(3_601)
        #expect(harness.subscribed.count == 3)
    }

    @Test func `rule 14: a session that lasts clears the suspicion`() {
        var harness = Harness()
        for seconds in [1.0, 6.0, 1.0, 6.0, 1.0] {
            harness.event(.connected)
            harness.wait(seconds)
            harness.event(.disconnected)
        }
        harness.event(.connected)
        #expect(harness.subscribed.count == 6)
    }

    @Test func `rule 15: delivery waits for the answer, two seconds at most`() {
        var harness = Harness()
        harness.event(.connected)
        let until = harness.now + 2 * MonotonicTime.second
        #expect(harness.client.holdsDelivery(harness.now) == until)
        harness.event(.subscribed(granted: Harness.accepted))
        #expect(harness.client.holdsDelivery(harness.now) == until)
        #expect(harness.client.holdsDelivery(until) == nil)
        harness.answerGet(4)
        #expect(harness.client.holdsDelivery(harness.now) == nil)
    }
}
