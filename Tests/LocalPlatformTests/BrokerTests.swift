import Testing

@testable import LocalPlatform

@Suite struct BrokerTests {
    private var platform = TestCore()

    @Test mutating func `A session is clean, kept or not`() {
        let clean = platform.connect("a")
        let kept = platform.connect("b") { $0.isCleanSession = false }
        #expect(platform.received(clean) == [.accepted])
        #expect(platform.received(kept) == [.accepted])
    }

    @Test mutating func `The newest connection of a client id wins`() {
        let older = platform.connect("a") { $0.will = MQTTPublish(topic: "gone", payload: Array("a".utf8)) }
        let watcher = platform.connect("w")
        platform.subscribe(watcher, "gone")
        _ = platform.received(watcher)
        platform.advance(seconds: 2)
        let newer = platform.connect("a")
        #expect(platform.closed == [older])
        #expect(platform.received(newer) == [.accepted])
        #expect(platform.messages(watcher) == ["gone a"])
        platform.publish(newer, "x")
        #expect(platform.received(newer) == [.puback(1)])
    }

    @Test mutating func `By TLS the client id is that of the certificate`() {
        let wrong = platform.open(isTLS: true, commonName: "press-1")
        platform.give(wrong, .connect(MQTTConnect(clientID: "press-2")))
        #expect(platform.received(wrong) == [.refused(.notAuthorized)])
        #expect(platform.closed == [wrong])
        let empty = platform.open(isTLS: true, commonName: "press-1")
        platform.give(empty, .connect(MQTTConnect(clientID: "")))
        #expect(platform.received(empty) == [.refused(.notAuthorized)])
        let right = platform.open(isTLS: true, commonName: "press-1")
        platform.give(right, .connect(MQTTConnect(clientID: "press-1")))
        #expect(platform.received(right) == [.accepted])
    }

    @Test mutating func `Without TLS any client id will do, none with a clean session only`() {
        let unnamed = platform.connect("")
        let other = platform.connect("")
        #expect(platform.received(unnamed) == [.accepted])
        #expect(platform.received(other) == [.accepted])
        let kept = platform.connect("") { $0.isCleanSession = false }
        #expect(platform.received(kept) == [.refused(.identifierRejected)])
    }

    @Test mutating func `Other protocols get CONNACK 1`() {
        let old = platform.connect("a") { $0.protocolLevel = 3 }
        #expect(platform.received(old) == [.refused(.unacceptableProtocol)])
        #expect(platform.closed == [old])
    }

    @Test mutating func `What must come first is a CONNECT, and only one`() {
        let early = platform.open()
        platform.publish(early, "x")
        let twice = platform.connect("a")
        platform.give(twice, .connect(MQTTConnect(clientID: "a")))
        let server = platform.connect("b")
        platform.give(server, .pingresp)
        #expect(platform.closed == [early, twice, server])
    }

    @Test mutating func `A message goes at the lower of both qualities`() {
        let zero = platform.connect("zero")
        let one = platform.connect("one")
        let sender = platform.connect("sender")
        platform.subscribe(zero, "t", quality: 0)
        platform.subscribe(one, "#", "t")
        #expect(platform.received(zero) == [.accepted, .suback(9, [0])])
        #expect(platform.received(one) == [.accepted, .suback(9, [1, 1])])
        platform.publish(sender, "t", "1", quality: 1)
        platform.publish(sender, "t", "0", quality: 0)
        let first = MQTTPublish(topic: "t", payload: [0x31], qualityOfService: 1, packetID: 1)
        let second = MQTTPublish(topic: "t", payload: [0x30])
        #expect(platform.received(zero) == [.publish(MQTTPublish(topic: "t", payload: [0x31])), .publish(second)])
        #expect(platform.received(one) == [.publish(first), .publish(second)])
        #expect(platform.received(sender) == [.accepted, .puback(1)])
    }

    @Test mutating func `Who has unsubscribed gets nothing`() {
        let id = platform.connect("a")
        platform.subscribe(id, "t", "u")
        platform.give(id, .unsubscribe(5, ["t"]))
        #expect(platform.received(id).last == .unsuback(5))
        platform.publish(id, "t")
        platform.publish(id, "u", "for me")
        #expect(platform.messages(id) == ["u for me"])
    }

    @Test mutating func `A last will is published unless the client says good-bye`() {
        let watcher = platform.connect("w")
        platform.subscribe(watcher, "wills/#")
        let polite = platform.connect("polite") { $0.will = MQTTPublish(topic: "wills/polite", payload: []) }
        let lost = platform.connect("lost") {
            $0.will = MQTTPublish(topic: "wills/lost", payload: Array("!".utf8), qualityOfService: 1)
        }
        platform.give(polite, .disconnect)
        platform.core.closed(lost, reason: "", now: platform.now)
        platform.take()
        #expect(platform.messages(watcher) == ["wills/lost !"])
    }

    @Test mutating func `Rule 17: a last will on a $ topic is ignored`() {
        let update = "$aws/things/a/shadow/update"
        let id = platform.connect("a") {
            $0.will = MQTTPublish(topic: update, payload: Array(#"{"state":{"reported":{"a":1}}}"#.utf8))
        }
        platform.core.closed(id, reason: "", now: platform.now)
        platform.take()
        #expect(platform.core.shadows.shadows.isEmpty)
        #expect(platform.log.contains("  its last will on \(update) is ignored"))
    }

    @Test mutating func `Retained messages, QoS 2 and reserved topics end the connection`() {
        let retained = platform.connect("retained")
        platform.give(
            retained, .publish(MQTTPublish(topic: "t", payload: [], qualityOfService: 1, packetID: 1, isRetained: true))
        )
        let twice = platform.connect("twice")
        platform.publish(twice, "t", quality: 2)
        let reserved = platform.connect("reserved")
        platform.publish(reserved, "$aws/things/x/shadow/update/accepted")
        let will = platform.connect("will") {
            $0.will = MQTTPublish(topic: "t", payload: [], qualityOfService: 1, isRetained: true)
        }
        #expect(platform.closed == [retained, twice, reserved, will])
        for id in [retained, twice, reserved] { #expect(platform.received(id) == [.accepted]) }
        #expect(platform.received(will).isEmpty)
    }

    @Test mutating func `Filters that cannot be are refused with 0x80`() {
        let id = platform.connect("a")
        _ = platform.received(id)
        platform.subscribe(id, "a#", "ok", "$SYS/#", "$aws/things/a/shadow/#")
        #expect(platform.received(id) == [.suback(9, [0x80, 1, 0x80, 1])])
        platform.subscribe(id, "two", quality: 2)
        #expect(platform.received(id) == [.suback(9, [0x80])])
        #expect(platform.closed.isEmpty)
    }

    @Test mutating func `Basic ingest is publish-only`() {
        let id = platform.connect("a")
        platform.subscribe(id, "t", "$aws/rules/iot_data_platform_telemetry_dev")
        #expect(platform.closed == [id])
        #expect(platform.received(id) == [.accepted])
    }

    @Test mutating func `No name steers the terminal`() {
        _ = platform.connect("a\u{1b}[2J\nfaults: none")
        #expect(platform.log.first?.hasPrefix("+ \"a\u{fffd}[2J\u{fffd}faults: none\" from") == true)
    }

    @Test mutating func `Pings are answered`() {
        let id = platform.connect("a")
        platform.give(id, .pingreq)
        #expect(platform.received(id) == [.accepted, .pingresp])
    }

    @Test mutating func `Everybody who subscribes sees the answers to a shadow's requests`() {
        let press = platform.connect("press")
        let other = platform.connect("other")
        platform.subscribe(press, "$aws/things/press/shadow/update/delta", "$aws/things/press/shadow/get/+")
        platform.subscribe(other, "$aws/things/+/shadow/update/accepted", quality: 0)
        _ = (platform.received(press), platform.received(other))
        platform.publish(other, "$aws/things/press/shadow/update", #"{"state":{"desired":{"a":1}}}"#)
        let accepted = platform.messages(other)
        #expect(accepted.count == 1)
        #expect(accepted.first?.hasPrefix("$aws/things/press/shadow/update/accepted {") == true)
        #expect(platform.messages(press).map { String($0.prefix(38)) } == ["$aws/things/press/shadow/update/delta "])
        platform.publish(press, "$aws/things/press/shadow/get", "")
        #expect(platform.messages(press).map { String($0.prefix(38)) } == ["$aws/things/press/shadow/get/accepted "])
        #expect(platform.effects.contains(.storeShadows))
    }
}
