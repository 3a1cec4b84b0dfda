import Foundation
import TestServers
import Testing

@testable import IoTTransport

/// What the two switches mean, and how the state is kept.
@Suite struct ShadowStateTests {
    @Test func `sendTelemetryData means the same, and is reported where it is in use`() {
        var harness = ShadowHarness()
        harness.connect()
        harness.answerGet(3, desired: ["sendTelemetryData": false], reported: ShadowHarness.full)
        #expect(harness.applied == [EventFilter(isPublishingEnabled: false)])
        #expect(harness.reported == ["sendTelemetryData": false, "event_publishing_enabled": false])
    }

    @Test func `either switch turns publishing off, and the pair makes no loop`() {
        var harness = ShadowHarness()
        harness.connect()
        harness.answerGet(
            3, desired: ["event_publishing_enabled": true, "sendTelemetryData": false], reported: ShadowHarness.full)
        #expect(harness.applied.last?.isPublishingEnabled == false)
        for version in 4...20 {
            harness.acceptUpdate(version)
            harness.delta(version, ["event_publishing_enabled": true])
            harness.wait(3)
        }
        #expect(harness.updates.count == 1 && harness.applied.count == 1)
        harness.delta(21, ["event_publishing_enabled": true, "sendTelemetryData": true])
        #expect(harness.applied.last?.isPublishingEnabled == true)
    }

    @Test func `a wish for what holds anyway is kept all the same`() {
        var harness = ShadowHarness()
        harness.connect()
        harness.answerGet(3, desired: ["event_publishing_enabled": true], reported: ShadowHarness.full)
        #expect(harness.applied.isEmpty && harness.persisted == [ShadowState(isPublishingEnabled: true)])
    }

    @Test func `a report that is refused for good waits for another wish`() {
        var harness = ShadowHarness()
        harness.connect()
        harness.answerGet(3, desired: ["event_publishing_enabled": false], reported: ShadowHarness.full)
        harness.rejectUpdate(413)
        harness.wait(3_000)
        #expect(harness.updates.count == 1 && harness.client.status.reason != nil)
        harness.delta(4, ["event_publishing_enabled": true])
        harness.wait(2)
        #expect(harness.updates.count == 2)
    }

    @Test func `a report without an answer is made again, less and less often`() {
        var harness = ShadowHarness()
        harness.connect()
        harness.answerGet(3, desired: ["event_publishing_enabled": false], reported: ShadowHarness.full)
        harness.wait(3_600)
        #expect((10...40).contains(harness.updates.count))
    }

    @Test func `a write that an older delta contradicts is not repeated, a newer one's is`() {
        var harness = ShadowHarness()
        harness.connect()
        harness.answerGet(3, desired: ["event_publishing_enabled": false], reported: ShadowHarness.full)
        harness.delta(3, ["event_publishing_enabled": false])
        harness.acceptUpdate(4)
        harness.wait(5)
        #expect(harness.updates.count == 1)
        harness.delta(6, ["event_publishing_enabled": false])
        harness.wait(5)
        #expect(harness.updates.count == 2)
    }

    @Test func `the file comes back as it was written`() throws {
        let folder = try TemporaryFolder()
        let file = ShadowStateFile(path: folder.file("shadow.json"))
        #expect(file.load().state == ShadowState() && file.load().fault == nil)
        for state in [
            ShadowState(), ShadowState(isPublishingEnabled: false),
            ShadowState(isPublishingEnabled: true, blacklist: ["a\"\\\u{1}é", "b.c", ""]),
        ] {
            try file.store(state)
            #expect(file.load().state == state && file.load().fault == nil)
        }
        #expect(try folder.names() == ["shadow.json"])
    }

    @Test(arguments: [
        "", "{", "[]", "{\"event_publishing_enabled\":1}", "{\"event_type_blacklist\":[1]}", "\u{0}\u{0}",
    ])
    func `a damaged file is a fault and no state`(text: String) throws {
        let folder = try TemporaryFolder()
        let file = ShadowStateFile(path: folder.file("shadow.json"))
        try text.write(toFile: file.path, atomically: false, encoding: .utf8)
        #expect(file.load().state == ShadowState())
        #expect(file.load().fault?.hasSuffix("shadow.json: damaged") == true)
    }
}
