import Glibc

/// A TCP connection to a receiver. Blocks the thread, which is the source's own; a cancelled task is noticed within
/// ``slice`` milliseconds.
final class PostConnection {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// No answer: in words.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// Milliseconds between two looks whether the source was stopped.
    private static let slice: Int32 = 100
    /// Bytes of the longest body that is read to its end; behind a longer one the connection is closed.
    private static let longestBody = 1 << 20

    /// Connects.
    /// - Throws: ``Fault``, or `CancellationError`.
    init(_ address: PostAddress, deadline: ContinuousClock.Instant) throws {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, String(address.port), &hints, &list)
        guard code == 0 else {
            let words = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            throw Fault(description: "the name \(address.host) is not known (\(words))")
        }
        defer { freeaddrinfo(list) }
        var next = list
        var last = EHOSTUNREACH
        while let candidate = next?.pointee {
            let kind = candidate.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let descriptor = socket(candidate.ai_family, kind, candidate.ai_protocol)
            guard descriptor >= 0 else { throw Self.fault(errno) }
            do {
                last = try Self.connect(descriptor, candidate, deadline)
            } catch {
                close(descriptor)
                throw error
            }
            if last == 0 {
                self.descriptor = descriptor
                return
            }
            close(descriptor)
            next = candidate.ai_next
        }
        throw Self.fault(last)
    }

    deinit { close(descriptor) }

    /// Sends all bytes.
    func send(_ bytes: ArraySlice<UInt8>, deadline: ContinuousClock.Instant) throws {
        var rest = bytes
        while !rest.isEmpty {
            let put = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if put > 0 { rest = rest.dropFirst(put) } else { try wait(errno, Int32(POLLOUT), deadline) }
        }
    }

    /// The final answer to what was sent; its body is read past.
    func answer(deadline: ContinuousClock.Instant) throws -> AnswerHead {
        while true {
            guard var head = try head() else {
                try receive(deadline)
                continue
            }
            if head.status < 200 { continue }
            guard let length = head.bodyLength, length <= Self.longestBody else {
                head.keepsConnection = false
                return head
            }
            while buffer.count < length { try receive(deadline) }
            buffer.removeFirst(length)
            return head
        }
    }

    /// The next head, if all of it has come.
    private func head() throws -> AnswerHead? {
        var consumed = 0
        defer { buffer.removeFirst(consumed) }
        do {
            return try AnswerHead.read(buffer, consumed: &consumed)
        } catch {
            throw Fault(description: "the answer is no HTTP")
        }
    }

    private func receive(_ deadline: ContinuousClock.Instant) throws {
        var piece = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let got = piece.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if got > 0 {
                buffer += piece.prefix(got)
                return
            }
            if got == 0 { throw Fault(description: "the connection was closed without an answer") }
            try wait(errno, Int32(POLLIN), deadline)
        }
    }

    private static func connect(
        _ descriptor: Int32, _ candidate: addrinfo, _ deadline: ContinuousClock.Instant
    ) throws -> Int32 {
        if Glibc.connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0 { return 0 }
        guard errno == EINPROGRESS else { return errno }
        guard try ready(descriptor, Int32(POLLOUT), deadline) else { return ETIMEDOUT }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
        return code
    }

    /// Waits until the socket is ready again; throws when that is not what is wanting.
    private func wait(_ code: Int32, _ events: Int32, _ deadline: ContinuousClock.Instant) throws {
        if code == EINTR { return }
        guard code == EAGAIN else { throw Self.fault(code) }
        guard try Self.ready(descriptor, events, deadline) else { throw Fault(description: "no answer in time") }
    }

    /// False when the time is over.
    private static func ready(
        _ descriptor: Int32, _ events: Int32, _ deadline: ContinuousClock.Instant
    ) throws -> Bool {
        while true {
            try Task.checkCancellation()
            if deadline <= .now { return false }
            var watched = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            if poll(&watched, 1, slice) > 0 { return true }
        }
    }

    private static func fault(_ code: Int32) -> Fault { Fault(description: String(cString: strerror(code))) }
}
