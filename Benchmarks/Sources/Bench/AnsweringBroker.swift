import Glibc

/// The smallest thing that a host can publish to: it acknowledges every PUBLISH at once, and says when. So what is measured
/// is the host, to the moment in which the PUBACK leaves.
final class AnsweringBroker {
    let port: UInt16
    private let listener: Int32
    private var connection: Int32 = -1
    private var buffer: [UInt8] = []

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 ? getsockname(listener, $0, &length) : -1
            }
        }
        guard listener >= 0, code == 0 else { throw BenchError.system("a listener") }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit {
        if connection >= 0 { close(connection) }
        close(listener)
    }

    /// Answers until a PUBLISH has its PUBACK; returns that moment, or nil when none came within the limit.
    func acknowledged(within seconds: Double) throws -> Double? {
        let end = ChildProcess.now() + seconds
        while true {
            if let packet = takePacket(), try answer(packet) { return ChildProcess.now() }
            if buffer.isEmpty || !hasPacket {
                let left = end - ChildProcess.now()
                guard left > 0 else { return nil }
                try wait(left)
            }
        }
    }

    /// Whether this was a PUBLISH.
    private func answer(_ packet: (type: UInt8, body: ArraySlice<UInt8>)) throws -> Bool {
        switch packet.type >> 4 {
        case 1: try send([0x20, 2, 0, 0])
        case 3:
            let body = Array(packet.body)
            let topic = Int(body[0]) << 8 | Int(body[1])
            try send([0x40, 2, body[2 + topic], body[3 + topic]])
            return true
        case 12: try send([0xD0, 0])
        default: break
        }
        return false
    }

    private func send(_ bytes: [UInt8]) throws {
        guard Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw BenchError.system("answering the host")
        }
    }

    private var hasPacket: Bool { packetEnd != nil }

    /// Where the first packet's body begins and ends; nil while it is not whole.
    private var packetEnd: (body: Int, end: Int)? {
        var length = 0
        var index = 1
        while index < buffer.count, index < 5 {
            length |= Int(buffer[index] & 0x7F) << (7 * (index - 1))
            index += 1
            if buffer[index - 1] & 0x80 == 0 { return index + length <= buffer.count ? (index, index + length) : nil }
        }
        return nil
    }

    private func takePacket() -> (type: UInt8, body: ArraySlice<UInt8>)? {
        guard let (body, end) = packetEnd else { return nil }
        defer { buffer.removeFirst(end) }
        return (buffer[0], buffer[body..<end])
    }

    /// Waits for a connection or for bytes. The host tries the port before it speaks, so a connection that closes makes room
    /// for the next.
    private func wait(_ seconds: Double) throws {
        try Interruption.check()
        var watched = pollfd(fd: connection >= 0 ? connection : listener, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, Int32(min(seconds, 1) * 1_000) + 1) > 0 else { return }
        guard connection >= 0 else {
            connection = accept(listener, nil, nil)
            var one: Int32 = 1
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
            return
        }
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(connection, &chunk, chunk.count, 0)
        guard count > 0 else {
            close(connection)
            connection = -1
            buffer = []
            return
        }
        buffer += chunk[..<count]
    }
}
