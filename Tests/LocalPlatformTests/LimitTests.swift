import Testing

@testable import LocalPlatform

@Suite struct LimitTests {
    private var platform = TestCore()
    private let topic = "$aws/rules/iot_data_platform_telemetry_dev"
    private let event = #"{"payload":{}}"#

    @Test mutating func `A payload above 128 KiB drops the connection`() {
        let id = platform.connect("a")
        platform.publish(id, "t", String(repeating: "x", count: 131_072))
        #expect(platform.received(id) == [.accepted, .puback(1)])
        platform.publish(id, "t", String(repeating: "x", count: 131_073))
        #expect(platform.closed == [id])
    }

    @Test mutating func `More than 100 messages a second are discarded without a PUBACK`() {
        let id = platform.connect("a")
        for number in 1...150 { platform.publish(id, topic, event, packetID: UInt16(number)) }
        #expect(platform.received(id).count == 1 + 100)
        #expect(platform.core.counts.events == 100)
        #expect(platform.core.counts.throttled == 50)
        #expect(platform.closed.isEmpty)
        platform.advance(seconds: 0.1)
        for number in 151...170 { platform.publish(id, topic, event, packetID: UInt16(number)) }
        #expect(platform.received(id) == (151...160).map { .puback($0) })
        #expect(platform.log.filter { $0.contains("discarded") }.count == 1)
    }

    @Test mutating func `Messages to a client count, too`() {
        let id = platform.connect("a")
        platform.subscribe(id, "t")
        for number in 1...60 { platform.publish(id, "t", packetID: UInt16(number)) }
        let publishes = platform.received(id).filter { if case .publish = $0 { true } else { false } }
        #expect(publishes.count == 50)
    }

    @Test mutating func `More than 512 KiB a second delay the reading`() {
        let id = platform.connect("a")
        platform.core.read(524_288, from: id, now: platform.now)
        #expect(platform.core.effects.isEmpty)
        platform.core.read(262_144, from: id, now: platform.now)
        #expect(platform.core.effects == [.pause(id, 500_000_000)])
    }

    @Test mutating func `No more than 100 messages of a client are in flight`() {
        platform.core.setFaults(lost(), now: platform.now)
        let id = platform.connect("a")
        _ = platform.received(id)
        for number in 1...90 { platform.publish(id, topic, event, packetID: UInt16(number)) }
        platform.advance(seconds: 1)
        for number in 91...110 { platform.publish(id, topic, event, packetID: UInt16(number)) }
        #expect(platform.core.counts.events == 100)
        #expect(platform.core.counts.throttled == 10)
        // One that is sent again is no further one, and may get its PUBACK now.
        platform.core.setFaults(Faults(), now: platform.now)
        platform.publish(id, topic, event, packetID: 7)
        platform.publish(id, topic, event, packetID: 200)
        #expect(platform.received(id) == [.puback(7), .puback(200)])
    }

    @Test mutating func `No more than 100 messages to a client are in flight, the others wait`() {
        let reader = platform.connect("reader")
        platform.subscribe(reader, "t")
        _ = platform.received(reader)
        for number in 0..<3 {
            let sender = platform.connect("sender-\(number)")
            for number in 1...60 { platform.publish(sender, "t", "\(number)", packetID: UInt16(number)) }
            platform.advance(seconds: 1)
        }
        #expect(platform.received(reader).count == 100)
        platform.advance(seconds: 1)
        platform.give(reader, .puback(1))
        platform.give(reader, .puback(2))
        #expect(platform.messages(reader) == ["t 41", "t 42"])
        #expect(platform.core.sessions[reader]?.outbound.inFlight.count == 100)
    }

    @Test func `What waits for a subscriber is bounded`() {
        var window = OutboundWindow()
        let publish = MQTTPublish(topic: "t", payload: [], qualityOfService: 1)
        for _ in 0..<2000 { _ = window.offer(publish, limit: 1) }
        #expect(window.waitingCount == OutboundWindow.maximumWaiting)
        #expect(window.offer(publish, limit: 1) == .discarded)
        #expect(window.acknowledged(1, limit: 1).count == 1)
        #expect(window.offer(publish, limit: 1) == .waits)
        var large = OutboundWindow()
        let bytes = [UInt8](repeating: 0, count: 1024 * 1024)
        for _ in 0..<20 { _ = large.offer(MQTTPublish(topic: "t", payload: bytes, qualityOfService: 1), limit: 1) }
        #expect(large.waitingCount == OutboundWindow.maximumWaitingBytes / bytes.count)
    }

    @Test mutating func `A client id connects once a second`() {
        let first = platform.connect("a")
        platform.advance(seconds: 0.5)
        let second = platform.connect("a")
        #expect(platform.received(second) == [.refused(.serverUnavailable)])
        #expect(platform.closed == [second])
        #expect(platform.received(first) == [.accepted])
        platform.advance(seconds: 0.5)
        let third = platform.connect("a")
        #expect(platform.received(third) == [.accepted])
    }

    @Test mutating func `Silence of one and a half keep-alives cuts`() {
        let short = platform.connect("short") { $0.keepAlive = 5 }
        let none = platform.connect("none") { $0.keepAlive = 0 }
        let usual = platform.connect("usual") { $0.keepAlive = 60 }
        platform.advance(seconds: 45)
        #expect(platform.closed.isEmpty)
        platform.give(usual, .pingreq)
        platform.advance(seconds: 0.1)
        #expect(platform.closed == [short])
        platform.advance(seconds: 90)
        #expect(platform.closed == [short, usual])
        platform.advance(seconds: 1800 - 135)
        #expect(platform.closed == [short, usual, none])
    }

    @Test mutating func `Who does not say CONNECT is cut`() {
        let id = platform.open()
        platform.advance(seconds: 10)
        #expect(platform.closed.isEmpty)
        platform.advance(seconds: 0.1)
        #expect(platform.closed == [id])
    }

    @Test mutating func `Eight filters a SUBSCRIBE, fifty subscriptions a connection`() {
        let id = platform.connect("a")
        _ = platform.received(id)
        for block in 0..<7 {
            let filters = (0..<8).map { MQTTSubscription(filter: "t/\(block)/\($0)", qualityOfService: 1) }
            platform.give(id, .subscribe(9, filters))
        }
        let codes = platform.received(id).flatMap { packet in
            if case .suback(_, let codes) = packet { codes } else { [UInt8]() }
        }
        #expect(codes == [UInt8](repeating: 1, count: 50) + [UInt8](repeating: 0x80, count: 6))
        platform.subscribe(id, "t/0/0")
        #expect(platform.received(id) == [.suback(9, [1])])
        platform.give(
            id, .subscribe(9, (0..<9).map { MQTTSubscription(filter: "u/\($0)", qualityOfService: 1) }))
        #expect(platform.closed == [id])
    }

    @Test mutating func `A client id has 128 bytes`() {
        let long = platform.connect(String(repeating: "a", count: 129))
        #expect(platform.received(long) == [.refused(.identifierRejected)])
        let right = platform.connect(String(repeating: "a", count: 128))
        #expect(platform.received(right) == [.accepted])
    }

    @Test func `Without limits all of it is taken`() {
        var platform = TestCore(limits: .none)
        let id = platform.connect("a") { $0.keepAlive = 1 }
        let again = platform.connect("a") { $0.keepAlive = 1 }
        #expect(platform.received(again) == [.accepted])
        #expect(platform.closed == [id])
        for number in 1...1000 { platform.publish(again, topic, event, packetID: UInt16(number)) }
        platform.publish(again, topic, String(repeating: " ", count: 200_000) + event)
        #expect(platform.core.counts.events == 1001)
        platform.core.read(10_000_000, from: again, now: platform.now)
        #expect(platform.core.effects.isEmpty)
        let filters = (0..<200).map { MQTTSubscription(filter: "u/\($0)", qualityOfService: 1) }
        platform.give(again, .subscribe(9, filters))
        #expect(platform.received(again).last == .suback(9, [UInt8](repeating: 1, count: 200)))
        platform.advance(seconds: 1.6)
        #expect(platform.closed == [id, again])
    }

    @Test mutating func `More than ten requests to the shadow service in flight get 429`() {
        var faults = Faults()
        faults.delayMilliseconds = 1000
        platform.core.setFaults(faults, now: platform.now)
        let id = platform.connect("a")
        platform.subscribe(id, "$aws/things/a/shadow/get/rejected")
        _ = platform.received(id)
        for _ in 0..<12 { platform.publish(id, "$aws/things/a/shadow/get", "") }
        let codes = platform.messages(id).map { $0.contains("\"code\":429") ? 429 : $0.contains("404") ? 404 : 0 }
        #expect(codes == [Int](repeating: 404, count: 10) + [429, 429])
        platform.advance(seconds: 1)
        platform.publish(id, "$aws/things/a/shadow/get", "")
        #expect(platform.messages(id).first?.contains("\"code\":404") == true)
    }

    private func lost() -> Faults {
        var faults = Faults()
        faults.losePubacks = .fraction(1)
        return faults
    }
}
