import Glibc
import Synchronization

/// A TCP proxy of the test's own, in front of a port of this machine: it cuts, delays, truncates and swallows as it is told.
/// What it does follows from its seed.
public final class FaultyProxy: Sendable {
    /// What it does with what passes.
    public struct Behaviour: Sendable {
        /// One in so many pieces, of up to 4 KiB, has this done to it; 0 for none.
        public var cut = 0
        /// Only a part of the piece is passed on before the cut.
        public var truncate = 0
        /// The piece waits for up to 30 ms.
        public var delay = 0
        /// Nothing is passed any more, in either direction, and nobody is told.
        public var halfOpen = 0

        public init(cut: Int = 0, truncate: Int = 0, delay: Int = 0, halfOpen: Int = 0) {
            self.cut = cut
            self.truncate = truncate
            self.delay = delay
            self.halfOpen = halfOpen
        }
    }

    private struct State {
        var behaviour: Behaviour
        var random: Seeded
        var connections = 0
        var faults = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    public let port: Int
    private let target: Int
    private let listener: Int32
    private let state: Mutex<State>

    /// - Parameter target: the port that it stands in front of.
    public init(target: Int, seed: UInt64, _ behaviour: Behaviour) throws {
        self.target = target
        listener = try TestBroker.listener()
        port = TestBroker.port(of: listener)
        state = Mutex(State(behaviour: behaviour, random: Seeded(seed)))
        let proxy = Unmanaged.passRetained(self)
        Self.detached { proxy.takeRetainedValue().accept() }
    }

    /// Connections so far, and what was done to them.
    public var counts: (connections: Int, faults: Int) { state.withLock { ($0.connections, $0.faults) } }

    public func set(_ behaviour: Behaviour) { state.withLock { $0.behaviour = behaviour } }

    /// Ends every connection and listens no more.
    public func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        state.withLock { state in
            state.isStopped = true
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func accept() {
        defer { close(listener) }
        while true {
            let client = Glibc.accept(listener, nil, nil)
            if client < 0 { return }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard server >= 0, TestBroker.connect(server, target) == 0 else {
                close(client)
                if server >= 0 { close(server) }
                continue
            }
            let isStopped = state.withLock { state in
                state.connections += 1
                state.open.formUnion([client, server])
                return state.isStopped
            }
            if isStopped { shutdown(client, Int32(SHUT_RDWR)) }
            Self.detached { [self] in forward(client, server) }
        }
    }

    private enum Verdict { case pass, cut, truncate, swallow }

    /// Both directions of one connection, until either side ends it or a fault does.
    private func forward(_ client: Int32, _ server: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        var isSilent = false
        while true {
            var watched = [
                pollfd(fd: client, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, -1) > 0 else { continue }
            let (from, to) = watched[0].revents != 0 ? (client, server) : (server, client)
            let count = read(from, &buffer, buffer.count)
            if count <= 0 { break }
            if isSilent { continue }
            switch judge() {
            case .pass: if !send(buffer[..<count], to) { return end(client, server) }
            case .cut: return end(client, server)
            case .truncate:
                _ = send(buffer[..<(count / 2)], to)
                return end(client, server)
            case .swallow: isSilent = true
            }
        }
        end(client, server)
    }

    private func judge() -> Verdict {
        let (verdict, delay) = state.withLock { state in
            func happens(_ one: Int) -> Bool { one > 0 && Int.random(in: 0..<one, using: &state.random) == 0 }
            let behaviour = state.behaviour
            let delay = happens(behaviour.delay) ? UInt32.random(in: 0..<30_000, using: &state.random) : 0
            var verdict = Verdict.pass
            if happens(behaviour.cut) { verdict = .cut }
            if happens(behaviour.truncate) { verdict = .truncate }
            if happens(behaviour.halfOpen) { verdict = .swallow }
            if verdict != .pass { state.faults += 1 }
            return (verdict, delay)
        }
        if delay > 0 { usleep(delay) }
        return verdict
    }

    private func send(_ bytes: ArraySlice<UInt8>, _ descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent <= 0 { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    private func end(_ client: Int32, _ server: Int32) {
        state.withLock { $0.open.subtract([client, server]) }
        close(client)
        close(server)
    }

    private static func detached(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Body(run: body))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        pthread_detach(thread)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
