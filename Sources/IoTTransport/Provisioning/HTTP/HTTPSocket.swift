import COpenSSL
import Glibc
import IoTTransport

/// A TCP connection, with TLS for `https`, for one request. Blocks, within a time limit; used by one thread.
final class HTTPSocket {
    private let descriptor: Int32
    private var context: OpaquePointer?
    private var tls: OpaquePointer?
    private let deadline: ContinuousClock.Instant

    /// Connects; with TLS also proves who the server is, by the system's authorities (`SSL_CERT_FILE` names others).
    init(
        _ endpoint: HTTPEndpoint, authorities: String?, deadline: ContinuousClock.Instant
    ) throws(HTTPFault) {
        self.deadline = deadline
        descriptor = try Self.connect(endpoint, deadline)
        guard endpoint.isSecure else { return }
        try secure(endpoint.host, authorities)
    }

    deinit {
        SSL_free(tls)
        SSL_CTX_free(context)
        close(descriptor)
    }

    /// Sends all bytes. From here on the request counts as sent.
    func write(_ bytes: [UInt8]) throws(HTTPFault) {
        var count = 0
        while count < bytes.count {
            let put = bytes.withUnsafeBytes { buffer in
                let rest = buffer.baseAddress?.advanced(by: count)
                let size = buffer.count - count
                return tls.map { Int(SSL_write($0, rest, Int32(clamping: size))) }
                    ?? send(descriptor, rest, size, Int32(MSG_NOSIGNAL))
            }
            if put > 0 { count += put } else { try wait(after: put, for: Int32(POLLOUT), wasSent: true) }
        }
    }

    /// What has come; nil at the end of the connection.
    func read() throws(HTTPFault) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let got = buffer.withUnsafeMutableBytes { buffer in
                tls.map { Int(SSL_read($0, buffer.baseAddress, Int32(clamping: buffer.count))) }
                    ?? recv(descriptor, buffer.baseAddress, buffer.count, 0)
            }
            if got > 0 { return Array(buffer.prefix(got)) }
            if tls == nil, got == 0 { return nil }
            if let tls, SSL_get_error(tls, Int32(got)) == SSL_ERROR_ZERO_RETURN { return nil }
            try wait(after: got, for: Int32(POLLIN), wasSent: true)
        }
    }

    private static func connect(
        _ endpoint: HTTPEndpoint, _ deadline: ContinuousClock.Instant
    ) throws(HTTPFault) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(endpoint.host, String(endpoint.port), &hints, &list)
        guard code == 0 else {
            let text = gai_strerror(code).map { String(cString: $0) } ?? "error \(code)"
            throw HTTPFault(wasSent: false, "the name \(endpoint.host) is not known (\(text))")
        }
        defer { freeaddrinfo(list) }
        var next = list
        var last = EHOSTUNREACH
        while let address = next?.pointee {
            let kind = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let descriptor = socket(address.ai_family, kind, address.ai_protocol)
            guard descriptor >= 0 else { throw HTTPFault(wasSent: false, SystemFault.text(errno)) }
            if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 { return descriptor }
            last = errno
            if last == EINPROGRESS {
                last = ETIMEDOUT
                if poll(descriptor, Int32(POLLOUT), deadline) {
                    var size = socklen_t(MemoryLayout<Int32>.size)
                    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &last, &size)
                    if last == 0 { return descriptor }
                }
            }
            close(descriptor)
            next = address.ai_next
        }
        throw HTTPFault(wasSent: false, SystemFault.text(last))
    }

    private func secure(_ host: String, _ authorities: String?) throws(HTTPFault) {
        ERR_clear_error()
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw tlsFault() }
        self.context = context
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        let isTrusting =
            authorities.map { SSL_CTX_load_verify_file(context, $0) } ?? SSL_CTX_set_default_verify_paths(context)
        guard openssl_at_least_tls12(context) == 1, isTrusting == 1,
            let tls = SSL_new(context)
        else { throw tlsFault() }
        self.tls = tls
        var space = in6_addr()
        let isAddress = inet_pton(AF_INET, host, &space) == 1 || inet_pton(AF_INET6, host, &space) == 1
        let isNamed =
            isAddress
            ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host) == 1
            : SSL_set1_host(tls, host) == 1 && openssl_send_server_name(tls, host) == 1
        guard isNamed, SSL_set_fd(tls, descriptor) == 1 else { throw tlsFault() }
        while true {
            let code = SSL_connect(tls)
            if code == 1 { return }
            let verdict = SSL_get_verify_result(tls)
            if verdict != Int(X509_V_OK) {
                let text = X509_verify_cert_error_string(verdict).map { String(cString: $0) } ?? "error \(verdict)"
                ERR_clear_error()
                throw HTTPFault(wasSent: false, "its certificate is not trusted (\(text))")
            }
            try wait(after: Int(code), for: Int32(POLLIN), wasSent: false)
        }
    }

    /// Waits until the socket is ready again; throws when that is not what is wanting.
    private func wait(after result: Int, for events: Int32, wasSent: Bool) throws(HTTPFault) {
        let code = errno
        var wanted = events
        if let tls {
            switch SSL_get_error(tls, Int32(truncatingIfNeeded: result)) {
            case SSL_ERROR_WANT_READ: wanted = Int32(POLLIN)
            case SSL_ERROR_WANT_WRITE: wanted = Int32(POLLOUT)
            case SSL_ERROR_SYSCALL where ERR_peek_error() == 0 && code != 0:
                throw HTTPFault(wasSent: wasSent, SystemFault.text(code))
            default: throw tlsFault(wasSent: wasSent)
            }
        } else if code == EINTR {
            return
        } else if code != EAGAIN {
            throw HTTPFault(wasSent: wasSent, SystemFault.text(code))
        }
        guard Self.poll(descriptor, wanted, deadline) else { throw HTTPFault(wasSent: wasSent, "no answer in time") }
    }

    private func tlsFault(wasSent: Bool = false) -> HTTPFault {
        let code = ERR_get_error()
        ERR_clear_error()
        let text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "the connection was closed"
        return HTTPFault(wasSent: wasSent, "TLS: \(text)")
    }

    /// False when the time is over.
    private static func poll(_ descriptor: Int32, _ events: Int32, _ deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let left = deadline - .now
            if left <= .zero { return false }
            var watched = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let milliseconds = min(left.components.seconds * 1000 + 1000, 3_600_000)
            let count = Glibc.poll(&watched, 1, Int32(milliseconds))
            if count > 0 { return true }
            if count < 0, errno != EINTR { return false }
        }
    }
}
