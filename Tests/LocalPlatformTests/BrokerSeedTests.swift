import TestServers
import Testing

@testable import LocalPlatform

/// Clients, packets, faults and losses in any order, by seed.
@Suite struct BrokerSeedTests {
    private static let topics = [
        "t", "t/1", "$aws/rules/iot_data_platform_telemetry_dev", "$aws/rules/other", "$aws/things/a/shadow/update",
        "$aws/things/a/shadow/name/n/update", "$aws/things/b/shadow/get", "$aws/things/b/shadow/delete",
    ]
    private static let filters = [
        "#", "t/+", "t", "$aws/things/+/shadow/#", "$aws/things/a/shadow/update/delta", "dev/telemetryData/+/rejected",
        "a#", "$SYS/x",
    ]
    private static let payloads = [
        "", "{", "{}", #"{"payload":1}"#, #"{"state":{"desired":{"a":1}}}"#, #"{"state":{"reported":{"a":{"b":[1]}}}}"#,
        #"{"state":null}"#, #"{"state":{"desired":null},"clientToken":"x"}"#, #"{"senderEventUuid":"u","payload":{}}"#,
    ]

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `Whatever comes, the platform stays consistent`(seed: UInt64) throws {
        var random = Seeded(seed)
        var platform = TestCore(limits: seed % 2 == 0 ? .aws : .none)
        var acknowledged = 0
        var published = 0
        for _ in 0..<1500 {
            let open = platform.core.sessions.keys.sorted()
            let id = open.randomElement(using: &random) ?? platform.open()
            switch Int.random(in: 0..<20, using: &random) {
            case 0, 1: _ = platform.connect(["a", "b", "c", ""].randomElement(using: &random) ?? "a")
            case 2: _ = platform.open()
            case 3: platform.subscribe(id, Self.filters.randomElement(using: &random) ?? "t")
            case 4: platform.core.closed(id, reason: "lost", now: platform.now)
            case 5: platform.advance(seconds: Double.random(in: 0...20, using: &random))
            case 6: try setFaults(&platform, &random)
            case 7: platform.core.writability(id, Bool.random(using: &random))
            case 8: platform.give(id, .puback(UInt16.random(in: 1...20, using: &random)))
            case 9: platform.give(id, .unsubscribe(3, ["t", "#"]))
            default:
                published += 1
                let topic = Self.topics.randomElement(using: &random) ?? "t"
                let payload = Self.payloads.randomElement(using: &random) ?? ""
                let packetID = UInt16.random(in: 1...400, using: &random)
                platform.publish(id, topic, payload, packetID: packetID)
            }
            platform.take()
            for id in platform.sent.keys.sorted() {
                for packet in platform.received(id) {
                    if case .puback = packet { acknowledged += 1 }
                }
            }
            check(platform.core)
        }
        let counts = platform.core.counts
        #expect(acknowledged <= published)
        #expect(counts.events + counts.unknownRule <= published)
        #expect(counts.rejected <= counts.events && counts.duplicates <= counts.events)
        #expect(platform.core.events.count == counts.events)
        #expect(try ShadowFile.service(ShadowFile.bytes(of: platform.core.shadows)) == platform.core.shadows)
    }

    private func check(_ core: PlatformCore) {
        let named = core.sessions.filter { $0.value.clientID != nil }
        #expect(named.count == core.connections.count)
        for (client, id) in core.connections { #expect(named[id]?.clientID == client) }
        for session in core.sessions.values {
            #expect(session.outbound.inFlight.count <= core.limits.inFlight ?? PlatformLimits.widestWindow)
            #expect(session.clientID != nil || session.subscriptions.isEmpty)
        }
        for shadow in core.shadows.shadows.values {
            #expect(shadow.size <= ShadowService.maximumSize && shadow.version > 0)
            #expect(Set(shadow.state.keys) == Set(shadow.metadata.keys))
        }
    }

    private func setFaults(_ platform: inout TestCore, _ random: inout Seeded) throws {
        let change = [
            #"{"losePubacks":0.5}"#, #"{"losePubacks":{"next":3}}"#, #"{"delayMilliseconds":100}"#,
            #"{"refuseConnects":true}"#, #"{"throttle":true}"#, #"{"shadowService":"off"}"#,
            #"{"shadowService":"refuse"}"#, #"{"shadowService":"cut"}"#, #"{"stopReading":true}"#,
        ].randomElement(using: &random)
        let isReset = Int.random(in: 0..<3, using: &random) > 0
        let json = try JSONParser.parse(Array((isReset ? "{}" : change ?? "{}").utf8))
        let faults = try isReset ? Faults() : platform.core.faults.changed(by: json)
        platform.core.setFaults(faults, now: platform.now)
    }
}
