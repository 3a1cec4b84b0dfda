import COpenSSL
import Certificates
import Glibc

/// Single steps of a connection, for saying which of them fails. They block, within a limit; the name look-up has none but
/// the resolver's own.
public enum BrokerProbe {
    /// The addresses of a name.
    /// - Throws: ``DeliveryFault`` of the class `nameLookup`.
    public static func addresses(of host: String) throws(DeliveryFault) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            throw DeliveryFault(.nameLookup, gai_strerror(code).map { String(cString: $0) } ?? "error \(code)")
        }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var next = list
        while let address = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                address.ai_addr, address.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            {
                found.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            }
            next = address.ai_next
        }
        return found
    }

    /// Whether somebody answers on a port.
    /// - Throws: ``DeliveryFault`` saying why not.
    public static func connect(_ host: String, port: Int, within limit: Duration) throws(DeliveryFault) {
        close(try open(host, port, limit))
    }

    /// Begins TLS as the host would, but shows no certificate of ours, and looks at what the server shows.
    ///
    /// - Parameters:
    ///   - authorities: a PEM file of those that are trusted.
    ///   - alpn: the application protocol to ask for.
    /// - Throws: ``DeliveryFault`` when there is no TCP connection, or the file cannot be used.
    public static func handshake(
        _ host: String, port: Int, authorities: String, alpn: String?, within limit: Duration
    ) throws(DeliveryFault) -> TLSSight {
        signal(SIGPIPE, SIG_IGN)
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw fault() }
        defer { SSL_CTX_free(context) }
        // Looked at, not enforced: a connection that ends there would not say what else is wrong.
        SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nil)
        guard openssl_at_least_tls12(context) == 1, SSL_CTX_load_verify_file(context, authorities) == 1,
            let tls = SSL_new(context)
        else { throw DeliveryFault(.file, "\(authorities): \(fault().text)") }
        defer { SSL_free(tls) }
        let descriptor = try open(host, port, limit)
        defer { close(descriptor) }
        makeBlocking(descriptor, within: limit)
        var space = in6_addr()
        let isAddress = inet_pton(AF_INET, host, &space) == 1 || inet_pton(AF_INET6, host, &space) == 1
        let isNamed =
            isAddress
            ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host) == 1
            : SSL_set1_host(tls, host) == 1 && openssl_send_server_name(tls, host) == 1
        if let alpn {
            let list = [UInt8(clamping: alpn.utf8.count)] + Array(alpn.utf8)
            SSL_set_alpn_protos(tls, list, UInt32(list.count))
        }
        guard isNamed, SSL_set_fd(tls, descriptor) == 1 else { throw fault() }
        let isDone = SSL_connect(tls) == 1
        let cause = isDone ? nil : fault().text
        return TLSSight(
            certificate: certificate(of: tls), verdict: TLSVerdict(code: SSL_get_verify_result(tls)),
            alpn: chosenProtocol(of: tls), fault: cause)
    }

    private static func open(_ host: String, _ port: Int, _ limit: Duration) throws(DeliveryFault) -> Int32 {
        let wakeup: Wakeup
        do { wakeup = try Wakeup() } catch { throw DeliveryFault(.library, "\(error)") }
        let timeout = MonotonicTime.nanoseconds(limit)
        switch TCPProbe.open(host: host, port: port, timeout: timeout, wakeup: wakeup, stop: { false }) {
        case .open(let descriptor): return descriptor
        case .interrupted: throw DeliveryFault(.tcp, "interrupted")
        case .failed(let fault): throw fault
        }
    }

    private static func makeBlocking(_ descriptor: Int32, within limit: Duration) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        var time = timeval(tv_sec: Int(max(1, limit.components.seconds)), tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    private static func certificate(of tls: OpaquePointer) -> Certificate? {
        guard let shown = SSL_get1_peer_certificate(tls) else { return nil }
        defer { X509_free(shown) }
        let count = i2d_X509(shown, nil)
        guard count > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(count))
        bytes.withUnsafeMutableBufferPointer { buffer in
            var next = buffer.baseAddress
            _ = i2d_X509(shown, &next)
        }
        return try? Certificate(der: bytes)
    }

    private static func chosenProtocol(of tls: OpaquePointer) -> String? {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(tls, &name, &count)
        guard let name, count > 0 else { return nil }
        return String(decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
    }

    /// What OpenSSL noted last.
    private static func fault() -> DeliveryFault {
        let cause = errno
        let code = ERR_get_error()
        ERR_clear_error()
        if code == 0 {
            let isLate = cause == EAGAIN || cause == EWOULDBLOCK
            return DeliveryFault(.tls, isLate ? "no answer in time" : "the connection was closed")
        }
        let text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
        return DeliveryFault(.tls, TLSFaultText.explained(text))
    }
}
