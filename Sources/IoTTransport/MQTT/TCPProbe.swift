import Glibc

/// Tries whether the broker's port answers, within a time limit, before libmosquitto connects without one.
///
/// It also tells a name that is unknown from a port that is closed.
enum TCPProbe {
    enum Outcome: Equatable {
        case reachable
        case interrupted
        case failed(DeliveryFault)
    }

    /// What ``open(host:port:timeout:wakeup:stop:)`` came to.
    enum Opening {
        /// A socket that does not block, for the caller to close.
        case open(Int32)
        case interrupted
        case failed(DeliveryFault)
    }

    /// Blocks; the name look-up has no limit but the resolver's own.
    static func run(host: String, port: Int, timeout: Nanoseconds, wakeup: Wakeup, stop: () -> Bool) -> Outcome {
        switch open(host: host, port: port, timeout: timeout, wakeup: wakeup, stop: stop) {
        case .open(let descriptor):
            close(descriptor)
            return .reachable
        case .interrupted: return .interrupted
        case .failed(let fault): return .failed(fault)
        }
    }

    /// As ``run(host:port:timeout:wakeup:stop:)``, but keeps the connection.
    static func open(host: String, port: Int, timeout: Nanoseconds, wakeup: Wakeup, stop: () -> Bool) -> Opening {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else {
            let text = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return .failed(DeliveryFault(.nameLookup, "\(host): \(text)"))
        }
        defer { freeaddrinfo(list) }
        let deadline = MonotonicTime.now() + timeout
        var result = Opening.failed(DeliveryFault(.nameLookup, "\(host): no address"))
        var next = list
        while let address = next?.pointee {
            result = attempt(address, deadline, timeout, wakeup, stop)
            if case .failed = result { next = address.ai_next } else { return result }
        }
        return result
    }

    private static func attempt(
        _ address: addrinfo, _ deadline: Nanoseconds, _ timeout: Nanoseconds, _ wakeup: Wakeup, _ stop: () -> Bool
    ) -> Opening {
        let kind = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, kind, address.ai_protocol)
        guard descriptor >= 0 else { return failed(errno) }
        var isOpen = false
        defer { if !isOpen { close(descriptor) } }
        if connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 {
            isOpen = true
            return .open(descriptor)
        }
        guard errno == EINPROGRESS else { return failed(errno) }
        while true {
            let left = deadline - MonotonicTime.now()
            if stop() { return .interrupted }
            if left <= 0 {
                return .failed(DeliveryFault(.tcp, "timed out after \(MonotonicTime.seconds(timeout))"))
            }
            var watched = [
                pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, Polling.milliseconds(left)) > 0 else { continue }
            if watched[1].revents != 0 { wakeup.clear() }
            guard watched[0].revents != 0 else { continue }
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
            guard code == 0 else { return failed(code) }
            isOpen = true
            return .open(descriptor)
        }
    }

    private static func failed(_ code: Int32) -> Opening {
        .failed(DeliveryFault(.tcp, SystemFault.text(code)))
    }
}
