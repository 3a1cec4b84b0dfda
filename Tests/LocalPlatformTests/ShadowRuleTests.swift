import Testing

@testable import LocalPlatform

/// A test for each rule of the shadow service, by its number. Rule 17 is about the broker: see `BrokerTests`.
@Suite struct ShadowRuleTests {
    private var shadow = ShadowUser()

    @Test mutating func `Rule 1: an update creates the shadow, and each one raises the version`() throws {
        #expect(try shadow.update(#"{"state":{"desired":{"a":1}}}"#).version == 1)
        #expect(try shadow.update(#"{"state":{"desired":{"a":1}}}"#).version == 2)
        #expect(try shadow.update(#"{"state":{}}"#).version == 3)
        #expect(shadow.document["version"] == 3)
    }

    @Test mutating func `Rule 2: fields are merged, null deletes, arrays are replaced, {} is stored`() throws {
        try shadow.update(#"{"state":{"reported":{"a":{"x":1,"y":2},"list":[1,2,3],"gone":true}}}"#)
        try shadow.update(#"{"state":{"reported":{"a":{"y":3},"list":[4],"gone":null,"empty":{}}}}"#)
        #expect(shadow.reported == ["a": ["x": 1, "y": 3], "list": [4], "empty": [:]])
        try shadow.update(#"{"state":{"reported":{"a":7}}}"#)
        try shadow.update(#"{"state":{"reported":{"a":{"z":null,"t":1.50}}}}"#)
        #expect(shadow.reported?["a"] == ["t": .number("1.50")])
    }

    @Test mutating func `Rule 2: nulls inside arrays are refused`() {
        for list in ["[null]", "[1,[null]]", #"[{"a":null}]"#] {
            #expect(shadow.rejection(#"{"state":{"reported":{"a":\#(list)}}}"#)?.code == 400)
        }
        #expect(shadow.document == .null)
    }

    @Test mutating func `Rule 3: empty sections disappear, the shadow stays`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1},"reported":{"b":1}}}"#)
        try shadow.update(#"{"state":{"desired":{"a":null}}}"#)
        #expect(shadow.document["state"] == ["reported": ["b": 1]])
        try shadow.update(#"{"state":{"desired":{"a":1}}}"#)
        try shadow.update(#"{"state":{"desired":null}}"#)
        #expect(shadow.document["state"] == ["reported": ["b": 1]])
        #expect(shadow.document["metadata"]?["desired"] == nil)
        #expect(try shadow.update(#"{"state":null}"#).version == 5)
        #expect(shadow.document["state"] == [:])
        #expect(shadow.document["version"] == 5)
    }

    @Test(arguments: [
        "{}", #"{"state":5}"#, #"{"state":[]}"#, #"{"state":{"wanted":{}}}"#, #"{"state":{"desired":1}}"#,
        #"{"state":{"desired":[]}}"#, #"{"state":{"delta":{}}}"#, "[]", "7", "", "{", "null",
    ])
    func `Rule 4: a request needs a state of desired and reported only`(payload: String) {
        var shadow = ShadowUser()
        #expect(shadow.rejection(payload)?.code == 400)
        #expect(shadow.document == .null)
    }

    @Test mutating func `Rule 4: unknown top-level fields are ignored`() throws {
        #expect(try shadow.update(#"{"state":{"desired":{"a":1}},"extra":{"b":[null]}}"#).version == 1)
    }

    @Test mutating func `Rule 5: a version must be the current one`() throws {
        #expect(shadow.rejection(#"{"state":{},"version":1}"#) == .versionConflict)
        try shadow.update(#"{"state":{"desired":{"a":1}},"version":0}"#)
        try shadow.update(#"{"state":{"desired":{"a":2}},"version":1}"#)
        #expect(shadow.rejection(#"{"state":{"desired":{"a":3}},"version":1}"#) == .versionConflict)
        #expect(shadow.rejection(#"{"state":{"desired":{"a":3}},"version":"2"}"#)?.code == 400)
        #expect(shadow.desired == ["a": 2])
    }

    @Test mutating func `Rule 6: a client token of at most 64 bytes is echoed everywhere`() throws {
        let token = String(repeating: "ü", count: 32)
        let messages = shadow.ask(.update, #"{"state":{"desired":{"a":1}},"clientToken":"\#(token)"}"#)
        #expect(messages.map(\.kind) == [.updateAccepted, .updateDelta, .updateDocuments])
        for message in messages { #expect(message.body["clientToken"] == .string(token)) }
        #expect(shadow.ask(.get, #"{"clientToken":"t"}"#).first?.body["clientToken"] == "t")
        #expect(shadow.ask(.update, #"{"clientToken":"t"}"#).first?.body["clientToken"] == "t")
        #expect(shadow.ask(.delete, #"{"clientToken":"t"}"#).first?.body["clientToken"] == "t")
        let long = shadow.ask(.update, #"{"state":{},"clientToken":"\#(token)x"}"#)
        #expect(long.first?.body["code"] == 400)
        #expect(long.first?.body["clientToken"] == nil)
        #expect(shadow.rejection(#"{"state":{},"clientToken":7}"#)?.code == 400)
    }

    @Test mutating func `Rule 7: accepted holds only the fields of the request`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1,"b":{"c":1}}}}"#)
        shadow.second = 20
        let body = shadow.ask(.update, #"{"state":{"desired":{"b":{"d":[1,2]}}}}"#).first?.body
        #expect(
            body == [
                "state": ["desired": ["b": ["d": [1, 2]]]],
                "metadata": ["desired": ["b": ["d": [["timestamp": 20], ["timestamp": 20]]]]], "version": 2,
                "timestamp": 20,
            ])
    }

    @Test mutating func `Rule 8: get gives the whole document`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1,"b":2},"reported":{"b":2}}}"#)
        shadow.second = 20
        try shadow.update(#"{"state":{"reported":{"c":{"d":true}}}}"#)
        shadow.second = 30
        #expect(
            shadow.document == [
                "state": ["desired": ["a": 1, "b": 2], "reported": ["b": 2, "c": ["d": true]], "delta": ["a": 1]],
                "metadata": [
                    "desired": ["a": ["timestamp": 10], "b": ["timestamp": 10]],
                    "reported": ["b": ["timestamp": 10], "c": ["d": ["timestamp": 20]]],
                ], "version": 2, "timestamp": 30,
            ])
        try shadow.update(#"{"state":{"reported":{"a":1}}}"#)
        #expect(shadow.document["state"]?["delta"] == nil)
    }

    @Test(arguments: [
        (#"{"a":1}"#, #"{}"#, #"{"a":1}"#), (#"{"a":1}"#, #"{"a":1,"b":2}"#, nil),
        (#"{"a":{"b":1,"c":2}}"#, #"{"a":{"b":1}}"#, #"{"a":{"c":2}}"#),
        (#"{"a":[1,2]}"#, #"{"a":[1,3]}"#, #"{"a":[1,2]}"#), (#"{"a":[1,2]}"#, #"{"a":[1,2]}"#, nil),
        (#"{"a":"1"}"#, #"{"a":1}"#, #"{"a":"1"}"#), (#"{"a":true}"#, #"{"a":1}"#, #"{"a":true}"#),
        (#"{"a":{"b":1}}"#, #"{"a":7}"#, #"{"a":{"b":1}}"#), (#"{"a":1.0}"#, #"{"a":1}"#, nil),
        (#"{"a":{"b":{"c":{"d":1}}}}"#, #"{"a":{"b":{"c":{"d":2,"e":1}}}}"#, #"{"a":{"b":{"c":{"d":1}}}}"#),
    ])
    func `Rule 9: delta is what desired has and reported lacks or has otherwise`(
        desired: String, reported: String, delta: String?
    ) throws {
        var shadow = ShadowUser()
        try shadow.update(#"{"state":{"desired":\#(desired),"reported":\#(reported)}}"#)
        let expected = try delta.map { try JSONParser.parse(Array($0.utf8)) }
        #expect(shadow.document["state"]?["delta"] == expected)
    }

    @Test mutating func `Rule 10: delta comes after any accepted update while something differs`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1,"b":2}}}"#)
        shadow.second = 20
        let delta = shadow.ask(.update, #"{"state":{"reported":{"b":2,"z":0}}}"#).first { $0.kind == .updateDelta }
        #expect(
            delta?.body == [
                "state": ["a": 1], "metadata": ["a": ["timestamp": 10]], "version": 2, "timestamp": 20,
            ])
        let after = shadow.ask(.update, #"{"state":{"reported":{"a":1}}}"#)
        #expect(after.map(\.kind) == [.updateAccepted, .updateDocuments])
        #expect(shadow.ask(.update, #"{"state":{"wrong":{}}}"#).map(\.kind) == [.updateRejected])
    }

    @Test mutating func `Rule 11: deleting a desired key publishes no delta of it`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1}}}"#)
        let kinds = shadow.ask(.update, #"{"state":{"desired":{"a":null}}}"#).map(\.kind)
        #expect(kinds == [.updateAccepted, .updateDocuments])
    }

    @Test mutating func `Rule 12: accepted, delta and documents of an update carry one version`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1}}}"#)
        let messages = shadow.ask(.update, #"{"state":{"desired":{"a":2}}}"#)
        #expect(messages.map(\.kind) == [.updateAccepted, .updateDelta, .updateDocuments])
        #expect(messages[0].body["version"] == 2)
        #expect(messages[1].body["version"] == 2)
        #expect(messages[2].body["current"]?["version"] == 2)
    }

    @Test mutating func `Rule 13: documents hold what was before and what is now`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1}}}"#)
        shadow.second = 20
        let body = shadow.ask(.update, #"{"state":{"desired":{"a":null},"reported":{"b":1}},"clientToken":"t"}"#).last?
            .body
        #expect(
            body == [
                "previous": [
                    "state": ["desired": ["a": 1]], "metadata": ["desired": ["a": ["timestamp": 10]]], "version": 1,
                ],
                "current": [
                    "state": ["reported": ["b": 1]], "metadata": ["reported": ["b": ["timestamp": 20]]], "version": 2,
                ], "timestamp": 20, "clientToken": "t",
            ])
    }

    @Test mutating func `Rule 14: a deleted shadow is gone, and its version is remembered for 48 hours`() throws {
        #expect(shadow.ask(.delete, "").first?.body["code"] == 404)
        try shadow.update(#"{"state":{"desired":{"a":1}}}"#)
        try shadow.update(#"{"state":{"desired":{"a":2}}}"#)
        let deleted = shadow.ask(.delete, "")
        #expect(deleted.map(\.kind) == [.deleteAccepted])
        #expect(deleted.first?.body == ["version": 2, "timestamp": 10])
        #expect(shadow.ask(.get, "").first?.body["code"] == 404)
        shadow.second += ShadowService.versionMemory - 1
        #expect(try shadow.update(#"{"state":{"reported":{"b":1}}}"#).version == 3)
        #expect(shadow.desired == nil)
        _ = shadow.ask(.delete, "")
        shadow.second += ShadowService.versionMemory
        #expect(try shadow.update(#"{"state":{"reported":{"b":1}}}"#).version == 1)
    }

    @Test mutating func `Rule 15: desired and reported have 8192 bytes together`() throws {
        let desired = String(repeating: "d", count: 4096 - #"{"a":""}"#.utf8.count)
        let reported = String(repeating: "r", count: 4096 - #"{"a":""}"#.utf8.count)
        try shadow.update(#"{"state":{"desired":{"a":"\#(desired)"},"reported":{"a":"\#(reported)"}}}"#)
        #expect(shadow.rejection(#"{"state":{"desired":{"a":"\#(desired)x"}}}"#) == .tooLarge)
        #expect(shadow.document["version"] == 1)
        try shadow.update(#"{"state":{"reported":null}}"#)
        try shadow.update(#"{"state":{"desired":{"a":"\#(desired)x"}}}"#)
    }

    @Test mutating func `Rule 15: five levels are safe, more than six are refused`() throws {
        try shadow.update(#"{"state":{"desired":{"a":{"b":{"c":{"d":{"e":1}}}}}}}"#)
        try shadow.update(#"{"state":{"desired":{"a":{"b":{"c":{"d":{"e":{}}}}}}}}"#)
        let deep = String(repeating: #"{"a":"#, count: 7) + "1" + String(repeating: "}", count: 7)
        #expect(shadow.rejection(#"{"state":{"desired":\#(deep)}}"#)?.code == 400)
    }

    @Test mutating func `Rule 16: rejected holds code, message, time and token`() throws {
        let body = shadow.ask(.get, #"{"clientToken":"t"}"#).first?.body
        #expect(
            body == [
                "code": 404, "message": "No shadow exists with name: 'press'", "timestamp": 10, "clientToken": "t",
            ])
        let invalid = ShadowRequest(shadow: shadow.id, operation: .update, payload: [0x7b, 0xff])
        #expect(shadow.service.handle(invalid, second: 10).messages.first?.body["code"] == 415)
        let named = ShadowRequest(shadow: ShadowID(thing: "a b", name: nil), operation: .get, payload: [])
        #expect(shadow.service.handle(named, second: 10).messages.first?.body["code"] == 400)
        let many = ShadowRequest(shadow: shadow.id, operation: .get, payload: [])
        let limit = ShadowService.maximumInFlight
        #expect(shadow.service.handle(many, inFlight: limit, second: 10).messages.first?.body["code"] == 429)
        #expect(shadow.service.handle(many, inFlight: limit - 1, second: 10).messages.first?.body["code"] == 404)
    }

    @Test mutating func `Named shadows are apart from the classic one`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1}}}"#)
        var named = shadow
        named.id = ShadowID(thing: "press", name: "adapter-host")
        #expect(named.document == .null)
        #expect(try named.update(#"{"state":{"desired":{"b":1}}}"#).version == 1)
        let topic = "$aws/things/press/shadow/name/adapter-host/update"
        #expect(ShadowRequest(topic: topic, payload: [])?.shadow == named.id)
        #expect(ShadowMessage(shadow: named.id, kind: .updateDelta, body: .null).topic == topic + "/delta")
        for topic in ["$aws/things/x/shadow/name/y", "$aws/things/x/shadow/update/delta", "a/things/x/shadow/get"] {
            #expect(ShadowRequest(topic: topic, payload: []) == nil)
        }
    }

    @Test mutating func `Shadows survive writing and reading`() throws {
        try shadow.update(#"{"state":{"desired":{"a":1.50,"b":[]},"reported":{"c":{"d":"ü"}}}}"#)
        var other = shadow
        other.id = ShadowID(thing: "other", name: "n")
        try other.update(#"{"state":{"desired":{"a":1}}}"#)
        _ = other.ask(.delete, "")
        #expect(try ShadowFile.service(ShadowFile.bytes(of: other.service)) == other.service)
        #expect(throws: JSONFault.self) { try ShadowFile.service(Array("{}".utf8)) }
        #expect(throws: JSONFault.self) {
            try ShadowFile.service(Array(#"{"format":1,"shadows":[{}],"deleted":[]}"#.utf8))
        }
    }
}
