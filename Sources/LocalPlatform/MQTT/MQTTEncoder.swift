import NIOCore

/// Makes bytes of packets.
enum MQTTEncoder {
    static func write(_ packet: MQTTPacket, to buffer: inout ByteBuffer) {
        switch packet {
        case .connect(let connect): write(connect, to: &buffer)
        case .connack(let sessionPresent, let code):
            buffer.writeBytes([0x20, 2, sessionPresent ? 1 : 0, code.rawValue])
        case .publish(let publish): write(publish, to: &buffer)
        case .puback(let id): write(0x40, id, to: &buffer)
        case .subscribe(let id, let subscriptions):
            let size = subscriptions.reduce(2) { $0 + 3 + $1.filter.utf8.count }
            header(0x82, size, to: &buffer)
            buffer.writeInteger(id)
            for subscription in subscriptions {
                write(subscription.filter, to: &buffer)
                buffer.writeInteger(subscription.qualityOfService)
            }
        case .suback(let id, let codes):
            header(0x90, 2 + codes.count, to: &buffer)
            buffer.writeInteger(id)
            buffer.writeBytes(codes)
        case .unsubscribe(let id, let filters):
            header(0xa2, filters.reduce(2) { $0 + 2 + $1.utf8.count }, to: &buffer)
            buffer.writeInteger(id)
            for filter in filters { write(filter, to: &buffer) }
        case .unsuback(let id): write(0xb0, id, to: &buffer)
        case .pingreq: buffer.writeBytes([0xc0, 0])
        case .pingresp: buffer.writeBytes([0xd0, 0])
        case .disconnect: buffer.writeBytes([0xe0, 0])
        }
    }

    private static func header(_ first: UInt8, _ length: Int, to buffer: inout ByteBuffer) {
        buffer.writeInteger(first)
        var rest = length
        repeat {
            let digit = UInt8(rest & 0x7f)
            rest >>= 7
            buffer.writeInteger(rest > 0 ? digit | 0x80 : digit)
        } while rest > 0
    }

    private static func write(_ first: UInt8, _ id: UInt16, to buffer: inout ByteBuffer) {
        buffer.writeBytes([first, 2])
        buffer.writeInteger(id)
    }

    private static func write(_ text: String, to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt16(truncatingIfNeeded: text.utf8.count))
        buffer.writeString(text)
    }

    private static func write(_ publish: MQTTPublish, to buffer: inout ByteBuffer) {
        let hasID = publish.qualityOfService > 0
        let flags = publish.qualityOfService << 1 | (publish.isRetained ? 1 : 0) | (publish.isDuplicate ? 8 : 0)
        header(0x30 | flags, 2 + publish.topic.utf8.count + (hasID ? 2 : 0) + publish.payload.count, to: &buffer)
        write(publish.topic, to: &buffer)
        if hasID { buffer.writeInteger(publish.packetID) }
        buffer.writeBytes(publish.payload)
    }

    private static func write(_ connect: MQTTConnect, to buffer: inout ByteBuffer) {
        var body = ByteBuffer()
        write(connect.protocolName, to: &body)
        body.writeInteger(connect.protocolLevel)
        var flags: UInt8 = connect.isCleanSession ? 2 : 0
        if let will = connect.will { flags |= 4 | will.qualityOfService << 3 | (will.isRetained ? 0x20 : 0) }
        if connect.username != nil { flags |= 0x80 }
        if connect.password != nil { flags |= 0x40 }
        body.writeInteger(flags)
        body.writeInteger(connect.keepAlive)
        write(connect.clientID, to: &body)
        if let will = connect.will {
            write(will.topic, to: &body)
            body.writeInteger(UInt16(truncatingIfNeeded: will.payload.count))
            body.writeBytes(will.payload)
        }
        if let username = connect.username { write(username, to: &body) }
        if let password = connect.password {
            body.writeInteger(UInt16(truncatingIfNeeded: password.count))
            body.writeBytes(password)
        }
        header(0x10, body.readableBytes, to: &buffer)
        buffer.writeBuffer(&body)
    }
}
