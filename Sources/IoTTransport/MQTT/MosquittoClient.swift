import CMosquitto
import Glibc

/// The owner of one libmosquitto handle, for one session. Nothing else calls the library.
///
/// Not in threaded mode: the thread that made it calls all of it. Callbacks only note what happened.
struct MosquittoClient: BrokerLink, ~Copyable {
    private let handle: OpaquePointer
    let events: MosquittoEvents

    /// Once in a process.
    private static let library: Int32 = mosquitto_lib_init()

    /// Connects nothing yet.
    init(clientID: String, window: Int) throws(DeliveryFault) {
        guard Self.library == 0 else { throw DeliveryFault(.library, "cannot be initialised") }
        let events = MosquittoEvents()
        guard let handle = mosquitto_new(clientID, true, Unmanaged.passUnretained(events).toOpaque()) else {
            throw DeliveryFault(.library, "client id '\(clientID)': \(SystemFault.text(errno))")
        }
        self.events = events
        self.handle = handle
        mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
        mosquitto_max_inflight_messages_set(handle, UInt32(window))
        mosquitto_connect_callback_set(handle) { _, user, code in
            MosquittoClient.events(user)?.connack = code
        }
        mosquitto_publish_callback_set(handle) { _, user, message in
            MosquittoClient.events(user)?.acknowledged.append(message)
        }
        mosquitto_subscribe_callback_set(handle) { _, user, message, count, codes in
            let granted = codes.map { Array(UnsafeBufferPointer(start: $0, count: Int(max(0, count)))) } ?? []
            MosquittoClient.events(user)?.subscribed(message, granted)
        }
        mosquitto_message_callback_set(handle) { _, user, message in
            guard let message = message?.pointee, let topic = message.topic else { return }
            let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(max(0, message.payloadlen)))
            MosquittoClient.events(user)?.received(String(cString: topic), Array(payload))
        }
        mosquitto_log_callback_set(handle) { _, user, level, text in
            guard level == MOSQ_LOG_ERR || level == MOSQ_LOG_WARNING, let text else { return }
            MosquittoClient.events(user)?.errors.append(String(cString: text))
        }
    }

    deinit { mosquitto_destroy(handle) }

    private static func events(_ user: UnsafeMutableRawPointer?) -> MosquittoEvents? {
        user.map { Unmanaged<MosquittoEvents>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Verification of the broker, at least TLS 1.2; the server name is sent by the library.
    func configure(_ tls: TLSSettings) throws(DeliveryFault) {
        for (what, path) in tls.files where access(path, R_OK) != 0 {
            throw DeliveryFault(.file, "cannot read \(what) \(path): \(SystemFault.text(errno))")
        }
        if (tls.certificate == nil) != (tls.key == nil) {
            throw DeliveryFault(.file, "a certificate and its key are given together")
        }
        var code = mosquitto_tls_set(handle, tls.certificateAuthority, nil, tls.certificate, tls.key, nil)
        if code == 0 { code = mosquitto_tls_opts_set(handle, 1, "tlsv1.2", nil) }
        if code == 0, let alpn = tls.alpn { code = mosquitto_string_option(handle, MOSQ_OPT_TLS_ALPN, alpn) }
        if code != 0 { throw DeliveryFault(.tls, "settings not accepted: \(Self.text(code))") }
    }

    /// Blocks for the TCP connection. The code is 0 on success.
    func connect(_ broker: BrokerSettings) -> Int32 {
        mosquitto_connect(handle, broker.host, Int32(clamping: broker.port), Int32(clamping: broker.keepAlive))
    }

    /// Ends the session in order.
    func disconnect() { mosquitto_disconnect(handle) }

    /// The library prepares every debug line as long as somebody listens: a microsecond for each publish.
    func stopLogging() { mosquitto_log_callback_set(handle, nil) }

    var socket: Int32 { mosquitto_socket(handle) }
    var wantsWrite: Bool { mosquitto_want_write(handle) }
    func read() -> Int32 { mosquitto_loop_read(handle, 1) }
    func write() -> Int32 { mosquitto_loop_write(handle, 1) }
    func keepAlive() -> Int32 { mosquitto_loop_misc(handle) }

    /// Publishes at QoS 1, never retained. With a message id it was accepted, whatever the code says: it is queued in
    /// the library and its PUBACK may still come.
    func publish(topic: String, _ bytes: UnsafeRawBufferPointer) -> (code: Int32, message: Int32) {
        var message: Int32 = 0
        let code = mosquitto_publish(handle, &message, topic, Int32(clamping: bytes.count), bytes.baseAddress, 1, false)
        return (code, message)
    }

    /// Subscribes to all of these in one packet, at QoS 1.
    func subscribe(_ filters: [String]) -> (code: Int32, message: Int32) {
        var message: Int32 = 0
        let copies = filters.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let code = mosquitto_subscribe_multiple(handle, &message, Int32(copies.count), copies, 1, 0, nil)
        return (code, message)
    }

    /// Publishes at QoS 0, for requests whose answer is the acknowledgement. A broken connection shows elsewhere.
    func publishOnce(topic: String, _ payload: [UInt8]) {
        mosquitto_publish(handle, nil, topic, Int32(clamping: payload.count), payload, 0, false)
    }

    /// While corked the kernel sends full segments only.
    func cork(_ on: Bool) {
        var value: Int32 = on ? 1 : 0
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    static func text(_ code: Int32) -> String {
        if code == Int32(MOSQ_ERR_ERRNO.rawValue) { return SystemFault.text(errno) }
        return mosquitto_strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    /// Why a session ended with this code.
    static func lost(_ code: Int32) -> DeliveryFault {
        switch code {
        case Int32(MOSQ_ERR_CONN_LOST.rawValue): DeliveryFault(.lost, "closed by the broker")
        case Int32(MOSQ_ERR_KEEPALIVE.rawValue): DeliveryFault(.silent, "no answer to a ping")
        default: DeliveryFault(.lost, text(code))
        }
    }

    static func connackText(_ code: Int32) -> String {
        mosquitto_connack_string(code).map { String(cString: $0) } ?? "CONNACK \(code)"
    }
}
