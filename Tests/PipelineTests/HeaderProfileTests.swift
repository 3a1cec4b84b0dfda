import Foundation
import Testing

@testable import Pipeline

/// Both profiles: all of their attributes, no others, and what is no valid header is never published.
@Suite struct HeaderProfileTests {
    static let all = Asset(
        id: "a", type: "Cutter", subtype: "st", serial: "s", name: "n", manufacturer: "m", softwareVersion: "sw",
        hardwareVersion: "hw", siteID: "i", siteName: "in", customer: "c")
    static let sender = Sender(
        id: "PTS", type: "press", connectionDeviceID: "d", name: "Hall", softwareVersion: "1.0", siteID: "host",
        siteName: "host site")

    private func mapper(
        _ profile: HeaderProfile, _ asset: Asset = all, sender: Sender = sender, filter: EventFilter = EventFilter()
    ) -> EventMapper {
        EventMapperTests.mapper(
            table: [.init(key: "6000", asset: asset)], profile: profile, sender: sender, filter: filter)
    }

    private func event(_ mapper: EventMapper, type: String = "presscenter.oda", version: Int = 1) throws
        -> [String: Any]
    {
        var event = try EventMapperTests.event(EventMapperTests.batch(type: type, version: version), mapper)
        for gap in ["senderEventUuid", "sendereventuuid"] where event[gap] != nil { event[gap] = "id" }
        event["payload"] = nil
        return event
    }

    private func refusal(_ mapper: EventMapper, type: String = "presscenter.oda", subtype: String = "S") throws
        -> String?
    {
        let verdict = try EventMapperTests.verdict(EventMapperTests.batch(type: type, subtype: subtype), mapper)
        if case .dead(let reason) = verdict { return reason }
        return nil
    }

    @Test func `v3 has its attributes, all lower case, and no others`() throws {
        let event = try event(mapper(.v3), version: 2) as NSDictionary
        #expect(
            event == [
                "headerversion": 3, "payloadversion": 2, "sendereventuuid": "id", "eventtype": "presscenter.oda",
                "eventsubtype": "JobEvent", "assettimestamp": "2027-01-15T08:00:00.000+00:00", "assetid": "a",
                "assetserial": "s", "assettype": "Cutter", "sendertimestamp": "2027-01-15T08:00:01.000+00:00",
                "sendertype": "press", "assetsubtype": "st", "assetname": "n", "assetmanufacturername": "m",
                "assetsoftwareversion": "sw", "assethardwareversion": "hw", "sendername": "Hall",
                "sendersoftwareversion": "1.0", "siteid": "i", "sitename": "in",
            ] as NSDictionary)
        #expect(!(event["payloadversion"] is String) && !(event["headerversion"] is String))
    }

    @Test func `v3 without optional attributes has the required ones only; a site may be the host's`() throws {
        let least = Asset(id: "a", type: "Cutter", serial: "s", name: "")
        let plain = Sender(id: "PTS", type: "press", connectionDeviceID: "d")
        let required: Set = [
            "headerversion", "payloadversion", "sendereventuuid", "eventtype", "eventsubtype", "assettimestamp",
            "assetid", "assetserial", "assettype", "sendertimestamp", "sendertype",
        ]
        #expect(Set(try event(mapper(.v3, least, sender: plain)).keys) == required)
        let sited = try event(mapper(.v3, least))
        #expect(sited["siteid"] as? String == "host" && sited["sitename"] as? String == "host site")
    }

    @Test func `v1 has its attributes and leaves out what it has no place for`() throws {
        #expect(
            try event(mapper(.v1), version: 2) as NSDictionary == [
                "payloadVersion": "2", "assetType": "Cutter", "senderEventUuid": "id", "senderType": "press",
                "eventType": "ODA", "eventSubtype": "JobEvent", "assetTimestamp": "2027-01-15T08:00:00.000+00:00",
                "assetId": "a", "senderId": "PTS", "senderTimestamp": "2027-01-15T08:00:01.000+00:00",
                "connectionDeviceId": "d", "assetSerial": "s", "assetSoftwareVersion": "sw",
                "assetHardwareVersion": "hw", "customer": "c",
            ] as NSDictionary)
    }

    @Test(arguments: [
        ("presscenter.oda", "ODA", "presscenter.oda"), ("prinect.xjmf", "prinect.xjmf", "prinect.xjmf"),
        ("reference-client-test", "reference-client-test", "smoke-test"), ("smoke-test", "smoke-test", "smoke-test"),
    ])
    func `types are published as the profile names them`(type: String, v1: String, v3: String) throws {
        #expect(try event(mapper(.v1), type: type)["eventType"] as? String == v1)
        #expect(try event(mapper(.v3), type: type)["eventtype"] as? String == v3)
        for (profile, name) in [(HeaderProfile.v1, v1), (.v3, v3)] {
            let held = mapper(profile, filter: EventFilter(blacklist: [name]))
            let verdict = try EventMapperTests.verdict(EventMapperTests.batch(type: type), held)
            #expect(verdict == .filtered(rule: "event_type_blacklist:\(name)"), "filters match the published name")
        }
    }

    @Test func `the profile does not change an event's id`() throws {
        func id(_ profile: HeaderProfile, _ key: String) throws -> String? {
            try EventMapperTests.event(EventMapperTests.batch(), mapper(profile))[key] as? String
        }
        #expect(try id(.v1, "senderEventUuid") == id(.v3, "sendereventuuid"))
    }

    @Test func `v3 takes every type of its lists`() throws {
        for type in HeaderV3.eventTypes { #expect(try refusal(mapper(.v3), type: type) == nil) }
        for type in HeaderV3.senderTypes {
            #expect(try refusal(mapper(.v3, sender: Sender(id: "", type: type, connectionDeviceID: ""))) == nil)
        }
        for type in HeaderV3.assetTypes {
            #expect(try refusal(mapper(.v3, Asset(id: "a", type: type, serial: "s"))) == nil)
        }
        #expect(HeaderV3.eventTypes.count == 6 && HeaderV3.senderTypes.count == 5 && HeaderV3.assetTypes.count == 20)
    }

    /// What v3's lists and required attributes do not allow; v1 takes it.
    @Test(arguments: [
        (Asset(id: "a", type: "ID_Cutter", serial: "s"), "press", "generic.signal", "assetType of header v3"),
        (Asset(id: "a", type: "cutter", serial: "s"), "press", "generic.signal", "did you mean \"Cutter\"?"),
        (Asset(id: "a", type: "Cutter"), "press", "generic.signal", "assetSerial is missing for asset \"a\""),
        (Asset(id: "a", type: "Cutter", serial: ""), "press", "generic.signal", "assetSerial is missing"),
        (Asset(id: "a", type: "Cutter", serial: "s"), "Press", "generic.signal", "senderType of header v3"),
        (Asset(id: "a", type: "Cutter", serial: "s"), "press", "bde.record", "eventType of header v3"),
        (Asset(id: "a", type: "Cutter", serial: "s"), "press", "ODA", "eventType of header v3"),
    ])
    func `what v3 does not allow is a dead letter with the reason`(
        asset: Asset, sender: String, type: String, says: String
    ) throws {
        let who = Sender(id: "p", type: sender, connectionDeviceID: "d")
        let reason = try #require(try refusal(mapper(.v3, asset, sender: who), type: type))
        #expect(reason.hasPrefix("bad_header: ") && reason.contains(says), "\(reason)")
        #expect(try refusal(mapper(.v1, asset, sender: who), type: type) == nil)
    }

    /// What no profile allows.
    @Test(arguments: HeaderProfile.allCases)
    func `an empty required attribute is a dead letter`(profile: HeaderProfile) throws {
        let good = Asset(id: "a", type: "Cutter", serial: "s")
        #expect(try refusal(mapper(profile, good)) == nil)
        let cases: [(Asset, Sender, String, String, String)] = [
            (Asset(id: "", type: "Cutter", serial: "s"), Self.sender, "generic.signal", "S", "assetId"),
            (Asset(id: "a", serial: "s"), Self.sender, "generic.signal", "S", "assetType"),
            (Asset(id: "a", type: "", serial: "s"), Self.sender, "generic.signal", "S", "assetType"),
            (good, Sender(id: "p", type: "", connectionDeviceID: "d"), "generic.signal", "S", "senderType"),
            (good, Self.sender, "", "S", "eventType"), (good, Self.sender, "generic.signal", "", "eventSubtype"),
        ]
        for (asset, sender, type, subtype, says) in cases {
            let reason = try #require(try refusal(mapper(profile, asset, sender: sender), type: type, subtype: subtype))
            #expect(reason.hasPrefix("bad_header: ") && reason.contains(says), "\(reason)")
        }
        let nameless = Sender(id: "", type: "press", connectionDeviceID: "")
        let both = "bad_header: senderId is empty; connectionDeviceId is empty"
        #expect(try refusal(mapper(profile, good, sender: nameless)) == (profile == .v1 ? both : nil))
    }
}
