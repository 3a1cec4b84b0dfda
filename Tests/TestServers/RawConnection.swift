import Dispatch
import Foundation
import Glibc
import Synchronization

/// A TCP connection over which a test says exactly what it likes. What blocks runs on a queue of its own, never on the
/// pool that the tested server needs.
public final class RawConnection: Sendable {
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "raw connection")
    private let received = Mutex<[UInt8]>([])

    /// Connects to 127.0.0.1.
    /// - Throws: `POSIXError` when nobody listens.
    public init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let code = TestBroker.connect(descriptor, port)
        // All is initialised here, so deinit runs and closes the descriptor.
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ECONNREFUSED) }
    }

    deinit { close(descriptor) }

    public func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Sends all of it, or as much as the peer takes.
    /// - Throws: `POSIXError`.
    public func send(_ bytes: [UInt8]) async throws {
        try await run { descriptor in
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(
                        descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPIPE) }
                sent += count
            }
        }
    }

    /// Says that nothing more will be sent.
    public func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next response; nil when the connection ended, or after the limit.
    public func response(within limit: Duration = .seconds(30)) async throws -> RawResponse? {
        let end = ContinuousClock.now + limit
        while true {
            let found: RawResponse? = received.withLock { bytes in
                guard let (response, length) = RawResponse.first(in: bytes) else { return nil }
                bytes.removeFirst(length)
                return response
            }
            if let found { return found }
            guard ContinuousClock.now < end, let more = try await read(until: end) else { return nil }
            received.withLock { $0 += more }
        }
    }

    /// Whether the peer ends the connection within the limit.
    public func ends(within limit: Duration = .seconds(30)) async throws -> Bool {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            guard let more = try await read(until: end) else { return true }
            received.withLock { $0 += more }
        }
        return false
    }

    /// What has come and was not taken.
    public var rest: [UInt8] { received.withLock { $0 } }

    /// Some bytes, none at the time's end, nil at the connection's.
    private func read(until end: ContinuousClock.Instant) async throws -> [UInt8]? {
        try await run { descriptor in
            let left = (end - ContinuousClock.now).components
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard
                Glibc.poll(&poll, 1, Int32(max(0, left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000))) > 0
            else { return [] }
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            return count > 0 ? Array(bytes[..<count]) : nil
        }
    }

    private func run<Result: Sendable>(_ body: @escaping @Sendable (Int32) throws -> Result) async throws -> Result {
        let descriptor = descriptor
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { [self] in
                withExtendedLifetime(self) { continuation.resume(with: Swift.Result { try body(descriptor) }) }
            }
        }
    }
}

extension RawConnection {
    /// One request with a body, and its response.
    public static func post(
        port: Int, path: String = "/jmfportal", type: String? = "application/vnd.cip4-jmf+xml", body: [UInt8],
        fields: [String] = []
    ) async throws -> RawResponse? {
        let connection = try RawConnection(port: port)
        try await connection.post(path: path, type: type, body: body, fields: fields)
        return try await connection.response()
    }

    /// Sends one request with a body.
    public func post(
        path: String = "/jmfportal", type: String? = "application/vnd.cip4-jmf+xml", body: [UInt8],
        fields: [String] = []
    ) async throws {
        var head = "POST \(path) HTTP/1.1\r\nHost: test\r\nContent-Length: \(body.count)\r\n"
        if let type { head += "Content-Type: \(type)\r\n" }
        for field in fields { head += field + "\r\n" }
        try await send(Array((head + "\r\n").utf8) + body)
    }
}
