import AdapterAPI
import Certificates
import IoTTransport
import Pipeline

/// The way to the broker, step by step: name, port, TLS, session, shadow, and an event if one is wanted. The first step
/// that fails ends it, since the others would say the same less clearly.
struct BrokerCheck {
    let host: HostConfiguration
    /// Whether a host runs on the same state, which is not to be disturbed.
    let isRunning: Bool
    /// Whether to publish an event.
    let publishes: Bool
    /// Seconds since 1970, whenever it is asked.
    let now: @Sendable () -> Int64
    let show: (Finding) -> Void

    /// For each step.
    static let limit = Duration.seconds(8)

    private var broker: BrokerSettings { host.broker }
    private var words: BrokerWords { BrokerWords(broker: broker) }

    private func ok(_ id: String, _ cause: String, about subject: String = Words.broker) {
        show(Words.ok(id, subject, cause))
    }

    /// Blocks. Returns what the shadow's answer told of the platform's clock.
    func run() -> ClockCheck.Reading? {
        do throws(DeliveryFault) {
            let addresses = try BrokerProbe.addresses(of: broker.host)
            if addresses != [broker.host] {
                ok("broker.address", "\(broker.host) is \(addresses.prefix(3).joined(separator: ", ")).")
            }
        } catch {
            show(words.cannotConnect(error))
            return nil
        }
        checkOthers()
        guard checkPorts(), checkTLS() else { return nil }
        return checkSession()
    }

    /// Further nodes of a cluster: whether they answer.
    private func checkOthers() {
        for node in broker.others {
            do throws(DeliveryFault) {
                try BrokerProbe.connect(node.host, port: node.port, within: Self.limit)
                ok("broker.node", "The node \(node.host), port \(node.port), answers.")
            } catch {
                show(
                    Words.warning(
                        "broker.nodeUnreachable", Words.broker,
                        "The node \(node.host), port \(node.port), does not answer: \(error.text).",
                        "The host takes the other nodes meanwhile. Check that it runs, and broker.others in host.yaml.")
                )
            }
        }
    }

    private func checkPorts() -> Bool {
        var isOpen = true
        do throws(DeliveryFault) {
            try BrokerProbe.connect(broker.host, port: broker.port, within: Self.limit)
            ok("broker.port", "Port \(broker.port) answers.")
        } catch {
            show(words.cannotConnect(error))
            isOpen = false
        }
        // The platform answers on two ports, and firewalls as a rule let the one of HTTPS pass.
        guard let platform = host.platform, let other = [8883: 443, 443: 8883][broker.port] else { return isOpen }
        do throws(DeliveryFault) {
            try BrokerProbe.connect(broker.host, port: other, within: Self.limit)
            let use = isOpen ? "too" : "instead: set \"mqtt_port\": \(other) in \(platform.storeFolder)/properties.json"
            ok("broker.otherPort", "Port \(other) answers \(use).")
        } catch {
            ok("broker.otherPort", "Port \(other) does not answer (\(error.text)); only one of the two is needed.")
        }
        return isOpen
    }

    private func checkTLS() -> Bool {
        guard let tls = broker.tls else { return true }
        let sight: TLSSight
        do throws(DeliveryFault) {
            sight = try BrokerProbe.handshake(
                broker.host, port: broker.port, authorities: tls.certificateAuthority, alpn: tls.alpn,
                within: Self.limit)
        } catch {
            show(words.cannotConnect(error))
            return false
        }
        guard let certificate = sight.certificate else {
            show(Words.tlsFault(endpoint: broker.endpoint, fault: sight.fault ?? "it shows no certificate"))
            return false
        }
        if let finding = words.untrusted(sight, authority: tls.certificateAuthority) {
            show(finding)
            return false
        }
        ok("tls.trusted", "Its certificate (\(certificate.subject)) is trusted by \(tls.certificateAuthority).")
        checkALPN(tls, sight)
        return true
    }

    private func checkALPN(_ tls: TLSSettings, _ sight: TLSSight) {
        if let wanted = tls.alpn {
            if sight.alpn == wanted { return ok("alpn.chosen", "It takes the protocol \(wanted) (ALPN).") }
            return ok("alpn.ignored", "It chooses no protocol by ALPN (\(wanted) was asked for), as brokers may.")
        }
        guard broker.port == 443 else { return }
        show(
            Words.warning(
                "alpn.missing", Words.broker, "AWS takes MQTT on port 443 only from clients that ask for it by ALPN.",
                "If the broker is AWS, set alpn: x-amzn-mqtt-ca under broker.tls in host.yaml."))
    }

    private func checkSession() -> ClockCheck.Reading? {
        var name: String?
        if case .on(let configured) = host.shadow { name = configured }
        // A lock that is not there yet would be made, by a user that may not be the host's.
        let clientID = StateLock.isThere(folder: host.state) ? nil : broker.clientID
        let connection: OperatorConnection
        do throws(OperatorConnection.Fault) {
            connection = try OperatorConnection(host, clientID: clientID, shadowName: name, subscribes: false)
        } catch {
            if isRunning, error.session?.isRefusal ?? false {
                ok(
                    "session.unchecked",
                    "It cannot be asked beside the running host: the certificate allows the host's client id only.")
            } else if let fault = error.session {
                show(words.cannotConnect(fault))
            } else {
                show(Words.connectionLost(endpoint: broker.endpoint, fault: error.description))
            }
            return nil
        }
        ok("session.accepted", "It lets this machine in (CONNACK).")
        let reading = checkShadow(connection.shadow)
        if publishes { checkPublishing(connection.shadow) }
        return reading
    }

    private func checkShadow(_ shadow: ShadowOperator) -> ClockCheck.Reading? {
        guard host.shadow != .off else {
            ok("shadow.off", "It is off in host.yaml, and not asked for.", about: Words.shadow)
            return nil
        }
        do throws(ShadowOperator.Fault) {
            try shadow.subscribe()
            guard let document = try shadow.get() else {
                ok("shadow.none", "There is none yet; the host makes it when it first connects.", about: Words.shadow)
                return nil
            }
            ok("shadow.ok", "It answers, version \(document.version ?? 0).", about: Words.shadow)
            // Some services answer without a time, or with a made-up one.
            guard let time = document.timestamp, time > Self.earliest else { return nil }
            return ClockCheck.Reading(whose: "the platform's clock (its shadow service)", ahead: now() - time)
        } catch {
            show(Words.shadowUnavailable(reason: error.description))
            return nil
        }
    }

    /// September 2020: no service's clock is behind that.
    private static let earliest: Int64 = 1_600_000_000

    private func checkPublishing(_ shadow: ShadowOperator) {
        let kind = "An event of the type reference-client-test"
        do {
            let event = try TestEvent(host: host).json()
            try shadow.publish(topic: host.topic, Array(event.utf8))
            ok("publish.acknowledged", "\(kind) was acknowledged on \(host.topic).")
        } catch let refusal as TestEvent.Refusal {
            show(
                Words.warning(
                    "publish.untried", Words.broker, "\(kind) was not published: \(refusal).",
                    "Try again when the filter lets it pass."))
        } catch {
            show(Words.topicNotAuthorised(topic: host.topic, clientID: broker.clientID))
        }
    }
}
