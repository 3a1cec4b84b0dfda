import Glibc
import Synchronization
import TestServers

/// A broker in a thread that answers as it is told: for faults that a real one does not show on demand.
final class StubBroker: Sendable {
    struct Behaviour: Sendable {
        /// The code of the CONNACK; nil closes the connection instead.
        var connack: UInt8? = 0
        /// PUBACKs for this many publishes of a session, none after.
        var acknowledges = Int.max
        /// The code of every SUBACK; nil closes the connection instead.
        var suback: UInt8?
        /// Closes the connection behind this many publishes of a session.
        var closesAfter = Int.max
    }

    let port: Int
    private let listener: Int32
    private let state = Mutex<(behaviour: Behaviour, received: [[UInt8]], sessions: Int)>((Behaviour(), [], 0))

    init(_ behaviour: Behaviour) throws {
        listener = try TestBroker.listener()
        port = TestBroker.port(of: listener)
        state.withLock { $0.behaviour = behaviour }
    }

    func start() throws {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<StubBroker>.fromOpaque(argument).takeRetainedValue().serve() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_detach(thread)
    }

    /// Ends the thread, which waits in `accept`.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    deinit { close(listener) }

    var received: [[UInt8]] { state.withLock { $0.received } }

    func set(_ behaviour: Behaviour) { state.withLock { $0.behaviour = behaviour } }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 { return }
            converse(connection)
            close(connection)
        }
    }

    private func converse(_ connection: Int32) {
        var publishes = 0
        while let (kind, body) = packet(connection) {
            let behaviour = state.withLock { $0.behaviour }
            switch kind >> 4 {
            case 1:
                guard let code = behaviour.connack else { return }
                send(connection, [0x20, 2, 0, code])
            case 3:
                let topic = Int(body[0]) << 8 | Int(body[1])
                if kind & 0x06 == 0 { continue }
                state.withLock { $0.received.append(Array(body[(topic + 4)...])) }
                publishes += 1
                if publishes <= behaviour.acknowledges {
                    send(connection, [0x40, 2, body[topic + 2], body[topic + 3]])
                }
                if publishes >= behaviour.closesAfter { return }
            case 8:
                guard let code = behaviour.suback else { return }
                let filters = Self.filters(body)
                send(
                    connection, [0x90, UInt8(2 + filters), body[0], body[1]] + [UInt8](repeating: code, count: filters))
            case 12: send(connection, [0xD0, 0])
            default: return
            }
        }
    }

    /// How many filters a SUBSCRIBE holds.
    private static func filters(_ body: [UInt8]) -> Int {
        var (at, count) = (2, 0)
        while at + 1 < body.count {
            at += 2 + (Int(body[at]) << 8 | Int(body[at + 1])) + 1
            count += 1
        }
        return count
    }

    private func packet(_ connection: Int32) -> (UInt8, [UInt8])? {
        guard let kind = bytes(connection, 1)?.first else { return nil }
        var (length, shift) = (0, 0)
        while true {
            guard let byte = bytes(connection, 1)?.first else { return nil }
            length |= Int(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 == 0 { break }
        }
        return bytes(connection, length).map { (kind, $0) }
    }

    private func bytes(_ connection: Int32, _ count: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = buffer.withUnsafeMutableBytes { read(connection, $0.baseAddress! + filled, count - filled) }
            if got <= 0 { return nil }
            filled += got
        }
        return buffer
    }

    private func send(_ connection: Int32, _ bytes: [UInt8]) {
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
