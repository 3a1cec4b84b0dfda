import NIOCore

/// Reads what stands behind a packet's fixed header.
struct MQTTBodyReader {
    var body: ByteBuffer

    mutating func packet(type: UInt8, flags: UInt8) throws(MQTTFault) -> MQTTPacket {
        if type != 3 {
            guard flags == (type == 8 || type == 10 || type == 6 ? 2 : 0) else {
                throw .malformed("flags \(flags) in a packet of type \(type)")
            }
        }
        switch type {
        case 1: return .connect(try connect())
        case 2:
            let flags = try byte()
            guard flags <= 1, let code = MQTTConnectCode(rawValue: try byte()) else { throw .malformed("CONNACK") }
            return .connack(sessionPresent: flags == 1, code: code)
        case 3: return .publish(try publish(flags))
        case 4: return .puback(try packetID())
        case 8: return .subscribe(try packetID(), try subscriptions())
        case 9: return .suback(try packetID(), body.readBytes(length: body.readableBytes) ?? [])
        case 10: return .unsubscribe(try packetID(), try filters())
        case 11: return .unsuback(try packetID())
        case 12: return .pingreq
        case 13: return .pingresp
        case 14: return .disconnect
        case 5, 6, 7: throw .malformed("a packet of QoS 2, which is not supported")
        default: throw .malformed("unknown type \(type)")
        }
    }

    private mutating func connect() throws(MQTTFault) -> MQTTConnect {
        let name = try text()
        let level = try byte()
        guard name == "MQTT", level == 4 else {
            // What follows may be of any form: the answer needs none of it.
            body.moveReaderIndex(to: body.writerIndex)
            return MQTTConnect(protocolName: name, protocolLevel: level, clientID: "")
        }
        let flags = try byte()
        guard flags & 1 == 0 else { throw .malformed("the reserved flag of CONNECT") }
        var connect = MQTTConnect(clientID: "", isCleanSession: flags & 2 != 0, keepAlive: try integer())
        connect.clientID = try text()
        if flags & 4 != 0 {
            let topic = try text()
            let quality = flags >> 3 & 3
            guard quality < 3 else { throw .malformed("QoS 3") }
            connect.will = MQTTPublish(
                topic: topic, payload: try data(), qualityOfService: quality, isRetained: flags & 0x20 != 0)
        } else if flags & 0x38 != 0 {
            throw .malformed("flags of a will without a will")
        }
        if flags & 0x80 != 0 { connect.username = try text() }
        if flags & 0x40 != 0 {
            guard flags & 0x80 != 0 else { throw .malformed("a password without a user name") }
            connect.password = try data()
        }
        return connect
    }

    private mutating func publish(_ flags: UInt8) throws(MQTTFault) -> MQTTPublish {
        let quality = flags >> 1 & 3
        guard quality < 3 else { throw .malformed("QoS 3") }
        let topic = try text()
        guard !topic.isEmpty, !topic.utf8.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") })
        else { throw .malformed("a topic that is empty or has wildcards") }
        let packetID = quality == 0 ? 0 : try packetID()
        return MQTTPublish(
            topic: topic, payload: body.readBytes(length: body.readableBytes) ?? [], qualityOfService: quality,
            packetID: packetID, isRetained: flags & 1 != 0, isDuplicate: flags & 8 != 0)
    }

    private mutating func subscriptions() throws(MQTTFault) -> [MQTTSubscription] {
        var subscriptions: [MQTTSubscription] = []
        while body.readableBytes > 0 {
            let subscription = MQTTSubscription(filter: try text(), qualityOfService: try byte())
            guard subscription.qualityOfService < 3 else { throw .malformed("QoS 3") }
            subscriptions.append(subscription)
        }
        guard !subscriptions.isEmpty else { throw .malformed("SUBSCRIBE without a filter") }
        return subscriptions
    }

    private mutating func filters() throws(MQTTFault) -> [String] {
        var filters: [String] = []
        while body.readableBytes > 0 { filters.append(try text()) }
        guard !filters.isEmpty else { throw .malformed("UNSUBSCRIBE without a filter") }
        return filters
    }

    private mutating func byte() throws(MQTTFault) -> UInt8 {
        guard let byte: UInt8 = body.readInteger() else { throw .malformed("it ends too early") }
        return byte
    }

    private mutating func integer() throws(MQTTFault) -> UInt16 {
        guard let integer: UInt16 = body.readInteger() else { throw .malformed("it ends too early") }
        return integer
    }

    private mutating func packetID() throws(MQTTFault) -> UInt16 {
        let id = try integer()
        guard id != 0 else { throw .malformed("packet id 0") }
        return id
    }

    private mutating func data() throws(MQTTFault) -> [UInt8] {
        guard let bytes = body.readBytes(length: Int(try integer())) else { throw .malformed("it ends too early") }
        return bytes
    }

    private mutating func text() throws(MQTTFault) -> String {
        guard let text = String(validating: try data(), as: UTF8.self), !text.utf8.contains(0) else {
            throw .malformed("a string that is no UTF-8 or has a null character")
        }
        return text
    }
}
