import Dispatch
import Foundation
import Glibc

/// One HTTP/1.1 request over a connection of its own to this machine. What blocks runs on a queue of its own, never on the
/// pool that the source may need.
enum PostConnection {
    private static let queue = DispatchQueue(label: "adapter-testkit post", attributes: .concurrent)
    /// How long a request may take.
    private static var patience: timeval { timeval(tv_sec: 10, tv_usec: 0) }

    /// Posts a file; the status, or nil when there was no answer.
    static func post(file: String, port: UInt16, path: String, type: String) async -> Int? {
        await onQueue {
            guard let body = FileManager.default.contents(atPath: file) else { return nil }
            let head = """
                POST \(path) HTTP/1.1\r
                Host: 127.0.0.1:\(port)\r
                Content-Type: \(type)\r
                Content-Length: \(body.count)\r
                Connection: close\r
                \r\n
                """
            return exchange(Array(head.utf8) + body, port)
        }
    }

    /// Whether anybody listens.
    static func answers(port: UInt16) async -> Bool {
        await onQueue {
            guard let descriptor = connect(port) else { return false }
            close(descriptor)
            return true
        }
    }

    /// A port that the system just gave away and took back.
    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EADDRINUSE) }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func exchange(_ request: [UInt8], _ port: UInt16) -> Int? {
        guard let descriptor = connect(port) else { return nil }
        defer { close(descriptor) }
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes {
                send(descriptor, $0.baseAddress?.advanced(by: sent), request.count - sent, Int32(MSG_NOSIGNAL))
            }
            // An answer may have come before all was sent.
            guard count > 0 else { break }
            sent += count
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        let line = answer.prefix { $0 != UInt8(ascii: "\r") }.split(separator: UInt8(ascii: " "))
        return line.count > 1 ? Int(String(decoding: line[1], as: UTF8.self)) : nil
    }

    private static func connect(_ port: UInt16) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var limit = patience
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = loopback(port)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if code == 0 { return descriptor }
        close(descriptor)
        return nil
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func onQueue<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
