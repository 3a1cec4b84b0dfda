import AdapterAPI
import Foundation
import Testing

@testable import Pipeline

@Suite struct EventMapperTests {
    static let sender = Sender(id: "PTS-1", type: "prinect", connectionDeviceID: "hall-1")
    static let cutter = Asset(id: "AUTOTEST_CUT", type: "ID_Cutter", serial: "1002")

    /// A batch of one record.
    static func batch(
        type: String = "presscenter.oda", subtype: String = "JobEvent", key: String? = "6000",
        payload: String = #"{"a":1}"#, identity: UInt64 = 1, version: Int = 1
    ) -> RecordBatch {
        var batch = RecordBatch(document: "feed.xml")
        batch.append(
            RecordKind(eventType: type, eventSubtype: subtype, payloadVersion: version), assetKey: key,
            time: Timestamp(secondsSince1970: 1_800_000_000), identity: ContentHash(high: 7, low: identity),
            origin: .init(line: 3, column: 9)
        ) { $0.literal(payload) }
        return batch
    }

    static func mapper(
        source: String = "cutter-1", table: [AssetTable.Entry] = [.init(key: "6000", asset: cutter)],
        profile: HeaderProfile = .v1, sender: Sender = sender, fallback: Asset? = nil,
        unknown: AssetTable.UnknownPolicy = .deadLetter, filter: EventFilter = EventFilter(),
        largest: Int = EventMapper.largestEvent
    ) -> EventMapper {
        EventMapper(
            sourceID: source, assets: AssetTable(entries: table, fallback: fallback, unknown: unknown),
            profile: profile, sender: sender, filter: filter, largestEvent: largest)
    }

    static func verdict(_ batch: RecordBatch, _ mapper: EventMapper) throws -> VerdictOutput.Verdict {
        let now = Timestamp(secondsSince1970: 1_800_000_001)
        return try #require(VerdictOutput.verdicts(for: batch, mapper: mapper, now: now).first)
    }

    static func event(_ batch: RecordBatch, _ mapper: EventMapper) throws -> [String: Any] {
        guard case .event(let json) = try verdict(batch, mapper) else { return [:] }
        return try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    @Test func `an event has the attributes of header v1 beside its payload`() throws {
        let event = try Self.event(Self.batch(), Self.mapper())
        #expect(
            Set(event.keys) == [
                "payloadVersion", "assetType", "senderEventUuid", "senderType", "eventType", "eventSubtype",
                "assetTimestamp", "assetId", "senderId", "senderTimestamp", "connectionDeviceId", "assetSerial",
                "payload",
            ])
        #expect(event["payloadVersion"] as? String == "1")
        #expect(event["eventType"] as? String == "ODA", "v1 renames presscenter.oda")
        #expect(event["assetId"] as? String == "AUTOTEST_CUT")
        #expect(event["assetSerial"] as? String == "1002")
        #expect(event["assetTimestamp"] as? String == "2027-01-15T08:00:00.000+00:00")
        #expect(event["senderTimestamp"] as? String == "2027-01-15T08:00:01.000+00:00")
        #expect((event["payload"] as? [String: Int]) == ["a": 1])
    }

    @Test func `texts in a header are escaped`() throws {
        let asset = Asset(id: "a\"b\\c\n", type: "T")
        let event = try Self.event(Self.batch(), Self.mapper(table: [.init(key: "6000", asset: asset)]))
        #expect(event["assetId"] as? String == "a\"b\\c\n")
    }

    @Test func `an id is a version 8 UUID that depends on source, type, subtype and record, not on time`() throws {
        func id(_ batch: RecordBatch, _ mapper: EventMapper) throws -> String {
            try #require(Self.event(batch, mapper)["senderEventUuid"] as? String)
        }
        let first = try id(Self.batch(), Self.mapper())
        #expect(
            try first.wholeMatch(of: Regex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
                != nil)
        #expect(try id(Self.batch(), Self.mapper()) == first)
        let others = [
            try id(Self.batch(), Self.mapper(source: "cutter-2")), try id(Self.batch(subtype: "X"), Self.mapper()),
            try id(Self.batch(type: "y"), Self.mapper()), try id(Self.batch(identity: 2), Self.mapper()),
        ]
        #expect(Set(others + [first]).count == 5)
    }

    @Test func `the text of an id is what Foundation makes of its bytes`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let id = EventID(ContentHash(high: random.next(), low: random.next()))
            let hex = String(id.high, radix: 16).leftPadded(16) + String(id.low, radix: 16).leftPadded(16)
            #expect(id.text.filter { $0 != "-" } == hex)
            #expect(UUID(uuidString: id.text) != nil)
        }
    }

    @Test func `an unknown machine is a dead letter, or keeps its key`() throws {
        let batch = Self.batch(key: "7000")
        guard case .dead(let reason) = try Self.verdict(batch, Self.mapper()) else {
            Issue.record("expected a dead letter")
            return
        }
        #expect(reason.hasPrefix("unknown_asset: ") && reason.contains("7000"))
        let event = try Self.event(batch, Self.mapper(fallback: Asset(id: "", type: "Cutter"), unknown: .useKey))
        #expect(event["assetId"] as? String == "7000")
        #expect(event["assetType"] as? String == "Cutter")
    }

    @Test func `a record without a machine is the press's own, if there is one`() throws {
        let event = try Self.event(
            Self.batch(key: nil), Self.mapper(fallback: Asset(id: "press", type: "Cutter")))
        #expect(event["assetId"] as? String == "press")
        guard case .dead(let reason) = try Self.verdict(Self.batch(key: nil), Self.mapper()) else {
            Issue.record("expected a dead letter")
            return
        }
        #expect(reason.hasPrefix("no_asset: "))
    }

    @Test func `an event without an asset type is never published`() throws {
        let mapper = Self.mapper(table: [.init(key: "6000", asset: Asset(id: "a"))])
        guard case .dead(let reason) = try Self.verdict(Self.batch(), mapper) else {
            Issue.record("expected a dead letter")
            return
        }
        #expect(reason.contains("assetType"))
    }

    @Test func `the largest event goes, one byte more does not`() throws {
        guard case .event(let json) = try Self.verdict(Self.batch(), Self.mapper()) else { return }
        guard case .event = try Self.verdict(Self.batch(), Self.mapper(largest: json.utf8.count)) else {
            Issue.record("expected an event")
            return
        }
        guard case .dead(let reason) = try Self.verdict(Self.batch(), Self.mapper(largest: json.utf8.count - 1)) else {
            Issue.record("expected a dead letter")
            return
        }
        #expect(reason.hasPrefix("too_large: "))
    }

    @Test(arguments: [
        (EventFilter(isPublishingEnabled: false), "event_publishing_enabled"),
        (EventFilter(blacklist: ["ODA"]), "event_type_blacklist:ODA"),
        (EventFilter(blacklist: ["ODA.JobEvent"]), "event_type_blacklist:ODA.JobEvent"),
    ])
    func `the filter holds back by published name`(filter: EventFilter, rule: String) throws {
        #expect(try Self.verdict(Self.batch(), Self.mapper(filter: filter)) == .filtered(rule: rule))
    }

    @Test(arguments: ["presscenter.oda", "JobEvent", "oda", "ODA.", "ODA.Job"])
    func `the filter lets go what it does not name exactly`(entry: String) throws {
        guard case .event = try Self.verdict(Self.batch(), Self.mapper(filter: EventFilter(blacklist: [entry]))) else {
            Issue.record("expected an event")
            return
        }
    }
}

extension String {
    fileprivate func leftPadded(_ length: Int) -> String { String(repeating: "0", count: length - count) + self }
}
