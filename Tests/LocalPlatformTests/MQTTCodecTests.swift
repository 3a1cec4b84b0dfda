import NIOCore
import TestServers
import Testing

@testable import LocalPlatform

@Suite struct MQTTCodecTests {
    static let packets: [MQTTPacket] = [
        .connect(MQTTConnect(clientID: "press-1")),
        .connect(
            MQTTConnect(
                clientID: "", isCleanSession: false, keepAlive: 0,
                will: MQTTPublish(topic: "a/will", payload: [1, 2], qualityOfService: 1, isRetained: true),
                username: "?SDK=Python", password: [0, 255])),
        .connack(sessionPresent: false, code: .notAuthorized),
        .publish(MQTTPublish(topic: "a/b", payload: [])),
        .publish(
            MQTTPublish(
                topic: "ä", payload: [UInt8](repeating: 7, count: 300), qualityOfService: 1, packetID: 65_535,
                isRetained: true, isDuplicate: true)),
        .puback(1),
        .subscribe(
            7,
            [
                MQTTSubscription(filter: "a/#", qualityOfService: 1),
                MQTTSubscription(filter: "+", qualityOfService: 0),
            ]),
        .suback(7, [1, 0x80]), .unsubscribe(8, ["a/#", "b"]), .unsuback(8), .pingreq, .pingresp, .disconnect,
    ]

    @Test(arguments: packets)
    func `Packets survive writing and reading`(packet: MQTTPacket) throws {
        #expect(try decode(encode([packet])) == [packet])
    }

    @Test func `Bytes may come one at a time`() throws {
        var decoder = MQTTDecoder(maximumPacketSize: 1000)
        var found: [MQTTPacket] = []
        for byte in encode(Self.packets) {
            var bytes = ByteBuffer(bytes: [byte])
            decoder.append(&bytes)
            while let packet = try decoder.next() { found.append(packet) }
        }
        #expect(found == Self.packets)
    }

    @Test func `Bytes may be cut anywhere`() throws {
        var random = Seeded(1)
        let bytes = encode(Self.packets + Self.packets)
        for _ in 0..<200 {
            var decoder = MQTTDecoder(maximumPacketSize: 1000)
            var found: [MQTTPacket] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...min(rest.count, 60), using: &random)
                var part = ByteBuffer(bytes: rest.prefix(count))
                rest = rest.dropFirst(count)
                decoder.append(&part)
                while let packet = try decoder.next() { found.append(packet) }
            }
            #expect(found == Self.packets + Self.packets)
        }
    }

    @Test func `A packet that is too large is refused before it has come`() {
        var decoder = MQTTDecoder(maximumPacketSize: 1000)
        var bytes = ByteBuffer(bytes: [0x30, 0xe6, 0x07])
        decoder.append(&bytes)
        #expect(throws: MQTTFault.tooLarge(1001, limit: 1000)) { try decoder.next() }
        var other = MQTTDecoder(maximumPacketSize: 1000)
        var allowed = ByteBuffer(bytes: [0x30, 0xe5, 0x07])
        other.append(&allowed)
        #expect(throws: Never.self) { try other.next() }
    }

    @Test(arguments: [
        [0x00, 0x00], [0xf0, 0x00],  // no such type
        [0x30, 0xff, 0xff, 0xff, 0xff, 0x01],  // a length of five bytes
        [0x30, 0x02, 0x00, 0x00],  // an empty topic
        [0x30, 0x03, 0x00, 0x01, 0x23],  // a wildcard in a topic
        [0x30, 0x03, 0x00, 0x05, 0x61],  // a topic that ends too early
        [0x30, 0x03, 0x00, 0x01, 0x00],  // a null character
        [0x30, 0x03, 0x00, 0x01, 0xff],  // no UTF-8
        [0x36, 0x05, 0x00, 0x01, 0x61, 0x00, 0x01],  // QoS 3
        [0x32, 0x05, 0x00, 0x01, 0x61, 0x00, 0x00],  // packet id 0
        [0x80, 0x06, 0x00, 0x01, 0x00, 0x01, 0x61, 0x00],  // SUBSCRIBE without its flags
        [0x82, 0x02, 0x00, 0x01],  // SUBSCRIBE without filters
        [0x82, 0x06, 0x00, 0x01, 0x00, 0x01, 0x61, 0x03],  // QoS 3
        [0xa2, 0x02, 0x00, 0x01],  // UNSUBSCRIBE without filters
        [0xc0, 0x01, 0x00],  // a ping with a body
        [0xc1, 0x00],  // a ping with flags
        [0x50, 0x02, 0x00, 0x01], [0x62, 0x02, 0x00, 0x01], [0x70, 0x02, 0x00, 0x01],  // QoS 2
        [0x10, 0x0d, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 3, 0, 60, 0, 1, 0x61],  // CONNECT's reserved flag
        [0x10, 0x0d, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0x22, 0, 60, 0, 1, 0x61],  // retains a will that is not there
        [0x10, 0x0d, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 0x42, 0, 60, 0, 1, 0x61],  // a password, no user name
    ])
    func `Malformed packets are refused`(bytes: [UInt8]) {
        #expect(throws: MQTTFault.self) { try decode(bytes) }
    }

    @Test func `What cannot be a packet is refused by its first byte`() {
        #expect(throws: MQTTFault.self) { try decode(Array("GET".utf8)) }
    }

    @Test func `Another protocol version is read far enough to be refused`() throws {
        let mqtt5: [UInt8] = [0x10, 0x0e, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 2, 0, 60, 0, 0, 1, 0x61]
        #expect(
            try decode(mqtt5) == [.connect(MQTTConnect(protocolLevel: 5, clientID: ""))])
    }

    @Test func `Random bytes never crash it`() {
        var random = Seeded(7)
        let valid = encode(Self.packets)
        for _ in 0..<20_000 {
            var bytes = valid
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? decode(bytes)
        }
    }

    private func encode(_ packets: [MQTTPacket]) -> [UInt8] {
        var buffer = ByteBuffer()
        for packet in packets { MQTTEncoder.write(packet, to: &buffer) }
        return Array(buffer.readableBytesView)
    }

    private func decode(_ bytes: [UInt8]) throws -> [MQTTPacket] {
        var decoder = MQTTDecoder(maximumPacketSize: 1000)
        var buffer = ByteBuffer(bytes: bytes)
        decoder.append(&buffer)
        var packets: [MQTTPacket] = []
        while let packet = try decoder.next() { packets.append(packet) }
        return packets
    }
}
