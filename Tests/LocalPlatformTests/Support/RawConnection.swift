import Foundation
import Glibc
import TestServers

/// A TCP connection as bytes, without blocking.
final class RawConnection {
    private let descriptor: Int32
    private(set) var bytes: [UInt8] = []
    private(set) var hasEnded = false

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, connected == 0 else { throw POSIXError(.ECONNREFUSED) }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func send(_ bytes: [UInt8]) async throws {
        var rest = bytes[...]
        _ = try await eventually {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 { rest = rest.dropFirst(count) }
            return rest.isEmpty || (count < 0 && errno != EAGAIN)
        }
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Takes what has come; returns all that ever did.
    @discardableResult
    func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !hasEnded {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                bytes += buffer.prefix(count)
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                hasEnded = true
            } else {
                break
            }
        }
        return bytes
    }

    /// Waits until what has come satisfies a condition.
    func reads(_ condition: (RawConnection) -> Bool) async throws -> Bool {
        try await eventually {
            read()
            return condition(self)
        }
    }

    func ends() async throws -> Bool { try await reads { $0.hasEnded } }
}
