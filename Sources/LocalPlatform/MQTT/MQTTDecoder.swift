import NIOCore

/// Makes packets of bytes as they come (MQTT 3.1.1 sections 2 and 3). Pure: a fault ends it, and the connection.
struct MQTTDecoder {
    /// More than this is refused as soon as the length is known.
    var maximumPacketSize: Int
    private var buffer = ByteBuffer()

    init(maximumPacketSize: Int) { self.maximumPacketSize = maximumPacketSize }

    mutating func append(_ bytes: inout ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            buffer.writeBuffer(&bytes)
        }
    }

    /// The next packet, or nil when more bytes are needed.
    mutating func next() throws(MQTTFault) -> MQTTPacket? {
        guard let first: UInt8 = buffer.getInteger(at: buffer.readerIndex),
            let (length, size) = try remainingLength()
        else { return nil }
        guard 1 + size + length <= maximumPacketSize else {
            throw .tooLarge(1 + size + length, limit: maximumPacketSize)
        }
        guard buffer.readableBytes >= 1 + size + length else { return nil }
        buffer.moveReaderIndex(forwardBy: 1 + size)
        guard var body = buffer.readSlice(length: length) else { return nil }
        if buffer.readableBytes == 0 {
            buffer.clear(minimumCapacity: 0)
        } else if buffer.readerIndex > 65_536 {
            buffer.discardReadBytes()
        }
        var reader = MQTTBodyReader(body: body)
        let packet = try reader.packet(type: first >> 4, flags: first & 0xf)
        body = reader.body
        guard body.readableBytes == 0 else { throw .malformed("\(body.readableBytes) bytes too many") }
        return packet
    }

    private func remainingLength() throws(MQTTFault) -> (length: Int, size: Int)? {
        var length = 0
        for index in 0..<4 {
            guard let byte: UInt8 = buffer.getInteger(at: buffer.readerIndex + 1 + index) else { return nil }
            length |= Int(byte & 0x7f) << (7 * index)
            if byte & 0x80 == 0 { return (length, index + 1) }
        }
        throw .malformed("a length of more than four bytes")
    }
}
