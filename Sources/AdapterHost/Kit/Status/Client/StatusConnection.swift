import Glibc
import WebParts

/// A request to the status address of a running host, for commands: blocks.
final class StatusConnection {
    /// Why there is no answer, with what to do.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32
    private let base: String
    private var body = ChunkedBody()
    private var isChunked = false
    private var isComplete = false
    private var rest: [UInt8] = []

    private static let patience = 5
    private static let longestHead = 32 * 1024

    /// Connects, asks, and reads the answer's head.
    init(_ choice: StatusChoice, path: String) throws(Fault) {
        let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][choice.listen.host] ?? choice.listen.host
        let name = host.contains(":") ? "[\(host)]" : host
        base = "http://\(name):\(choice.listen.port)"
        descriptor = try Self.connect(host, choice.listen.port, base)
        var request = "GET \(path) HTTP/1.1\r\nHost: \(name):\(choice.listen.port)\r\nConnection: close\r\n"
        if let token = choice.token { request += "Authorization: Bearer \(token)\r\n" }
        let bytes = Array((request + "\r\n").utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { throw lost() }
        try readHead()
    }

    deinit { close(descriptor) }

    /// What has come of the body; nil at its end, empty when nothing came for `seconds`.
    func read(within seconds: Int) throws(Fault) -> [UInt8]? {
        if !rest.isEmpty {
            defer { rest = [] }
            return rest
        }
        if isComplete || body.hasEnded { return nil }
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, Int32(clamping: seconds * 1_000)) > 0 else { return [] }
        guard let bytes = try receive() else {
            isComplete = true
            if isChunked { throw lost() }
            return nil
        }
        return try unframed(bytes)
    }

    /// The whole body.
    func readAll(limit: Int = 64 << 20) throws(Fault) -> [UInt8] {
        var all: [UInt8] = []
        while let bytes = try read(within: Self.patience) {
            if bytes.isEmpty { throw Fault(description: "\(base) does not answer within \(Self.patience) s") }
            all += bytes
            if all.count > limit { throw Fault(description: "\(base) answers with more than \(limit) bytes") }
        }
        return all
    }

    private func readHead() throws(Fault) {
        var head: [UInt8] = []
        let mark = Array("\r\n\r\n".utf8)
        while true {
            var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&watched, 1, Int32(Self.patience * 1_000)) > 0 else {
                throw Fault(description: "\(base) does not answer within \(Self.patience) s: does the host hang?")
            }
            guard let bytes = try receive() else { throw lost() }
            head += bytes
            if let end = head.firstRange(of: mark) {
                let text = String(decoding: head[..<end.lowerBound], as: UTF8.self)
                let more = Array(head[end.upperBound...])
                let lines = text.split(separator: "\r\n").map { $0.lowercased() }
                isChunked = lines.contains { $0.hasPrefix("transfer-encoding:") && $0.hasSuffix("chunked") }
                try check(lines.first ?? "")
                rest = try unframed(more)
                return
            }
            if head.count > Self.longestHead { throw Fault(description: "\(base) is no adapter-host") }
        }
    }

    private func check(_ line: String) throws(Fault) {
        switch Int(line.split(separator: " ").dropFirst().first ?? "") {
        case 200: return
        case 401: throw Fault(description: "\(base) does not accept the token of status.token in this host.yaml")
        case 503: throw Fault(description: "\(base): too many are watching already")
        case 404: throw Fault(description: "\(base) is no adapter-host, or one of another version")
        case let code: throw Fault(description: "\(base) answers \(code.map(String.init) ?? "no HTTP")")
        }
    }

    private func unframed(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
        if !isChunked { return bytes }
        do {
            return try body.take(bytes)
        } catch {
            throw Fault(description: "\(base) answers what is no HTTP")
        }
    }

    /// Nil at the end of the connection.
    private func receive() throws(Fault) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw lost() }
            return count == 0 ? nil : Array(buffer.prefix(count))
        }
    }

    private func lost() -> Fault { Fault(description: "\(base): the host has ended the connection") }

    private static func connect(_ host: String, _ port: Int, _ base: String) throws(Fault) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0, let address = list?.pointee else {
            throw Fault(description: "\(base): not an address")
        }
        defer { freeaddrinfo(list) }
        let descriptor = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Fault(description: "\(base): \(String(cString: strerror(errno)))") }
        if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return descriptor }
        let code = errno
        close(descriptor)
        let hint =
            code == ECONNREFUSED
            ? "no host runs with this configuration; start it with: adapter-host run, or name its file with --config"
            : String(cString: strerror(code))
        throw Fault(description: "\(base): \(hint)")
    }
}
