import CMosquitto
import Glibc

/// From nothing to CONNACK, with every fault by its class.
struct SessionOpening {
    /// POLLRDHUP, which Glibc's Swift module leaves out.
    private static let readHangUp: Int32 = 0x2000

    let broker: BrokerSettings
    let window: Int
    let wakeup: Wakeup
    let isStopping: () -> Bool

    /// Nil when stopped in between. Blocks the calling thread; without limit only in the name look-up.
    func open() throws(DeliveryFault) -> MosquittoClient? {
        let timeout = MonotonicTime.nanoseconds(broker.connectTimeout)
        let client = try MosquittoClient(clientID: broker.clientID, window: window)
        if let tls = broker.tls { try client.configure(tls) }
        switch TCPProbe.run(
            host: broker.host, port: broker.port, timeout: timeout, wakeup: wakeup, stop: isStopping)
        {
        case .failed(let fault): throw fault
        case .interrupted: return nil
        case .reachable: break
        }
        let code = client.connect(broker)
        if code != 0 { throw connectFault(code, client.events) }
        guard try waitForConnack(client, deadline: MonotonicTime.now() + timeout) else { return nil }
        client.stopLogging()
        return client
    }

    private func connectFault(_ code: Int32, _ events: MosquittoEvents) -> DeliveryFault {
        let cause = errno
        let text = MosquittoClient.text(code)
        // A broker that closes at once may take its TLS alert with it; the library then has no better word than this.
        if code == Int32(MOSQ_ERR_ERRNO.rawValue), cause == EPROTO { return earlyFault(events) }
        if let tls = TLSFaultText.text(from: events.errors) { return DeliveryFault(.tls, tls) }
        switch code {
        case Int32(MOSQ_ERR_ERRNO.rawValue): return DeliveryFault(.tcp, text)
        case Int32(MOSQ_ERR_EAI.rawValue): return DeliveryFault(.nameLookup, broker.host)
        case Int32(MOSQ_ERR_TLS.rawValue): return DeliveryFault(.tls, text)
        default: return DeliveryFault(.library, text)
        }
    }

    private func waitForConnack(_ client: borrowing MosquittoClient, deadline: Nanoseconds) throws(DeliveryFault)
        -> Bool
    {
        while client.events.connack == nil {
            if isStopping() { return false }
            let left = deadline - MonotonicTime.now()
            if left <= 0 {
                throw DeliveryFault(.timedOut, "no CONNACK within \(broker.connectTimeout)")
            }
            let wanted = POLLIN | Self.readHangUp | (client.wantsWrite ? POLLOUT : 0)
            var watched = [
                pollfd(fd: client.socket, events: Int16(wanted), revents: 0),
                pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 2, Polling.milliseconds(left)) > 0 else { continue }
            if watched[1].revents != 0 { wakeup.clear() }
            let seen = Int32(watched[0].revents)
            var code: Int32 = 0
            if seen & ~POLLOUT != 0 { code = client.read() }
            if code == 0, seen & POLLOUT != 0 { code = client.write() }
            if client.events.connack != nil { break }
            // The library overlooks an end within the TLS handshake and would be asked again and again.
            if code != 0 || isAtEnd(seen, client.socket) { throw earlyFault(client.events) }
        }
        return try accepted(client.events.connack ?? 0)
    }

    private func isAtEnd(_ seen: Int32, _ socket: Int32) -> Bool {
        guard seen & (Self.readHangUp | POLLHUP | POLLERR) != 0 else { return false }
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) <= 0
    }

    private func earlyFault(_ events: MosquittoEvents) -> DeliveryFault {
        if let tls = TLSFaultText.text(from: events.errors) { return DeliveryFault(.tls, tls) }
        return DeliveryFault(
            .closedEarly,
            broker.tls == nil
                ? "the broker does not accept the connection; is the port for TLS, or the client id not allowed?"
                : "certificate missing or refused, no policy allows this client id, or the port is not for TLS")
    }

    private func accepted(_ code: Int32) throws(DeliveryFault) -> Bool {
        switch code {
        case 0: return true
        // 7 is not of MQTT 3.1.1; platforms answer with it when a policy does not let the client in.
        case 7: throw DeliveryFault(.notAuthorised, "CONNACK 7")
        case 4, 5: throw DeliveryFault(.notAuthorised, MosquittoClient.connackText(code))
        default: throw DeliveryFault(.refused, MosquittoClient.connackText(code))
        }
    }
}
