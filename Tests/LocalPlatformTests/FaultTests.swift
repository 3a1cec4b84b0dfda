import Testing

@testable import LocalPlatform

@Suite struct FaultTests {
    private var platform = TestCore()
    private let topic = "$aws/rules/iot_data_platform_telemetry_dev"

    @Test mutating func `So many PUBACKs are lost`() throws {
        try set(#"{"losePubacks":{"next":2}}"#)
        let id = platform.connect("a")
        for number in 1...4 { platform.publish(id, topic, #"{"payload":{}}"#, packetID: UInt16(number)) }
        #expect(platform.received(id) == [.accepted, .puback(3), .puback(4)])
        #expect(platform.core.counts.events == 4)
        #expect(platform.core.faults == Faults())
    }

    @Test mutating func `A part of the PUBACKs is lost`() throws {
        platform = TestCore(limits: .none)
        try set(#"{"losePubacks":0.25}"#)
        let id = platform.connect("a")
        for number in 1...1000 { platform.publish(id, topic, #"{"payload":{}}"#, packetID: UInt16(number)) }
        let count = platform.received(id).count - 1
        #expect((700...800).contains(count))
    }

    @Test mutating func `Connects are refused`() throws {
        try set(#"{"refuseConnects":true}"#)
        let id = platform.connect("a")
        #expect(platform.received(id) == [.refused(.serverUnavailable)])
        #expect(platform.closed == [id])
    }

    @Test mutating func `Answers are delayed, reading stops`() throws {
        try set(#"{"delayMilliseconds":250,"stopReading":true}"#)
        #expect(platform.effects.contains(.reading(false)))
        let id = platform.connect("a")
        #expect(platform.effects.contains(.send(id, .accepted, delay: 250_000_000)))
        // Nobody is cut for silence by a platform that does not listen.
        platform.advance(seconds: 10_000)
        #expect(platform.closed.isEmpty)
        try set(#"{"stopReading":false}"#)
        #expect(platform.effects.contains(.reading(true)))
        platform.advance(seconds: 89)
        #expect(platform.closed.isEmpty)
        platform.advance(seconds: 2)
        #expect(platform.closed == [id])
    }

    @Test mutating func `Messages beyond a rate are discarded`() throws {
        platform = TestCore(limits: .none)
        try set(#"{"throttle":true,"throttleRate":5}"#)
        let id = platform.connect("a")
        for number in 1...9 { platform.publish(id, topic, packetID: UInt16(number)) }
        #expect(platform.received(id).count == 1 + 5)
        #expect(platform.core.counts.throttled == 4)
    }

    @Test mutating func `There may be no shadow service`() throws {
        try set(#"{"shadowService":"off"}"#)
        let id = platform.connect("a")
        platform.subscribe(id, "$aws/things/a/shadow/get/accepted", "$aws/things/a/shadow/get/rejected")
        platform.publish(id, "$aws/things/a/shadow/get", "")
        #expect(platform.received(id) == [.accepted, .suback(9, [1, 1]), .puback(1)])
        try set(#"{"shadowService":"refuse"}"#)
        platform.subscribe(id, "$aws/things/a/shadow/get/accepted", "t")
        #expect(platform.received(id) == [.suback(9, [0x80, 1])])
        try set(#"{"shadowService":"cut"}"#)
        platform.subscribe(id, "t")
        #expect(platform.closed.isEmpty)
        platform.subscribe(id, "$aws/things/a/shadow/get/accepted")
        #expect(platform.closed == [id])
    }

    @Test mutating func `Connections are cut, one or all`() {
        let first = platform.connect("a")
        let second = platform.connect("b")
        #expect(platform.core.cut(client: "a", now: platform.now) == 1)
        platform.take()
        #expect(platform.closed == [first])
        #expect(platform.core.cut(client: nil, now: platform.now) == 1)
        platform.take()
        #expect(platform.closed == [first, second])
    }

    @Test(arguments: [
        "[]", #"{"unknown":1}"#, #"{"losePubacks":2}"#, #"{"losePubacks":{"next":-1}}"#, #"{"losePubacks":"1"}"#,
        #"{"stopReading":1}"#, #"{"delayMilliseconds":1.5}"#, #"{"delayMilliseconds":-1}"#, #"{"throttleRate":0}"#,
        #"{"shadowService":"maybe"}"#, #"{"provisioning":true}"#, #"{"stopReading":true,"unknown":1}"#,
    ])
    func `Faults that cannot be are refused, and change nothing`(json: String) throws {
        let value = try JSONParser.parse(Array(json.utf8))
        #expect(throws: FaultsRefusal.self) { try Faults().changed(by: value) }
    }

    @Test func `Faults are shown as they are set`() throws {
        var faults = Faults()
        faults.losePubacks = .next(3)
        faults.shadowService = .refuse
        faults.provisioning = .loseAnswer
        faults.throttleRate = 2.5
        faults.delayMilliseconds = 7
        #expect(try Faults().changed(by: faults.json) == faults)
        #expect(try Faults().changed(by: Faults().json) == Faults())
    }

    private mutating func set(_ json: String) throws {
        platform.core.setFaults(
            try platform.core.faults.changed(by: try JSONParser.parse(Array(json.utf8))), now: platform.now)
        platform.take()
    }
}
