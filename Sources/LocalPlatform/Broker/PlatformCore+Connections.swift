extension PlatformCore {
    mutating func opened(_ id: ConnectionID, address: String, isTLS: Bool, now: Moment) {
        sessions[id] = ClientSession(address: address, isTLS: isTLS, now: now)
    }

    /// The TLS handshake is done; `commonName` is that of the client's certificate.
    mutating func authenticated(_ id: ConnectionID, commonName: String?) {
        sessions[id]?.commonName = commonName
    }

    /// The peer is gone, or the network.
    mutating func closed(_ id: ConnectionID, reason: String, now: Moment) {
        end(id, sessions[id]?.clientID == nil ? reason : "connection lost", now: now)
    }

    /// The bytes were no packet.
    mutating func failed(_ id: ConnectionID, _ fault: MQTTFault, now: Moment) {
        end(id, "\(fault)", atOnce: true, now: now)
    }

    mutating func writability(_ id: ConnectionID, _ isWritable: Bool) {
        sessions[id]?.isWritable = isWritable
    }

    /// So many bytes came on a connection: too many a second delay what follows.
    mutating func read(_ bytes: Int, from id: ConnectionID, now: Moment) {
        let rate = limits.bytesPerSecond
        guard let wait = sessions[id]?.bytes.owe(Double(bytes), rate: rate, now: now.monotonic), wait > 0 else {
            return
        }
        effects.append(.pause(id, wait))
    }

    mutating func received(_ packet: MQTTPacket, from id: ConnectionID, now: Moment) {
        guard sessions[id] != nil else { return }
        sessions[id]?.lastHeard = now.monotonic
        if case .connect(let connect) = packet { return self.connect(connect, id, now: now) }
        guard sessions[id]?.clientID != nil else {
            return end(id, "its first packet is no CONNECT", atOnce: true, now: now)
        }
        switch packet {
        case .publish(let publish): self.publish(publish, id, now: now)
        case .puback(let packetID): acknowledged(packetID, id)
        case .subscribe(let packetID, let subscriptions): subscribe(packetID, subscriptions, id, now: now)
        case .unsubscribe(let packetID, let filters):
            sessions[id]?.subscriptions.removeAll { filters.contains($0.filter.text) }
            generation += 1
            send(.unsuback(packetID), to: id)
        case .pingreq: send(.pingresp, to: id)
        case .disconnect: end(id, "disconnected", keepsWill: false, now: now)
        case .connect, .connack, .suback, .unsuback, .pingresp:
            end(id, "a packet that only a server sends", atOnce: true, now: now)
        }
    }

    /// Cuts what was silent for too long. To be called a few times a second.
    mutating func tick(now: Moment) {
        // A platform that does not read cannot tell who is silent.
        guard !faults.stopReading else { return }
        for (id, session) in sessions.sorted(by: { $0.key < $1.key }) {
            if session.clientID == nil {
                if now.monotonic - session.opened.monotonic > Self.connectTimeout * Moment.second {
                    end(id, "no CONNECT within \(Self.connectTimeout) s", atOnce: true, now: now)
                }
            } else if let silence = session.silence, now.monotonic - session.lastHeard > silence {
                end(id, "silent for one and a half times its keep-alive", atOnce: true, now: now)
            }
        }
    }

    private mutating func connect(_ connect: MQTTConnect, _ id: ConnectionID, now: Moment) {
        guard sessions[id]?.clientID == nil else { return end(id, "a second CONNECT", atOnce: true, now: now) }
        if let refusal = refusal(of: connect, id, now: now) {
            send(.connack(sessionPresent: false, code: refusal.code), to: id)
            return end(id, "refused: \(refusal.reason)", now: now)
        }
        if let will = connect.will, let fault = fault(of: will) {
            return end(id, "its last will: \(fault)", atOnce: true, now: now)
        }
        let client = connect.clientID.isEmpty ? nextUnnamedClient() : connect.clientID
        if let older = connections[client] {
            end(older, "cut: connected again from \(sessions[id]?.address ?? "")", atOnce: true, now: now)
        }
        connections[client] = id
        sessions[id]?.clientID = client
        sessions[id]?.connected = now
        sessions[id]?.keepAlive = connect.keepAlive
        sessions[id]?.silence = limits.silence(keepAlive: connect.keepAlive)
        sessions[id]?.will = connect.will
        generation += 1
        send(.connack(sessionPresent: false, code: .accepted), to: id)
        let tls = sessions[id]?.isTLS == true ? " by TLS" : ""
        log("+ \"\(client)\" from \(sessions[id]?.address ?? "")\(tls), keep-alive \(connect.keepAlive) s")
    }

    private mutating func refusal(
        of connect: MQTTConnect, _ id: ConnectionID, now: Moment
    ) -> (code: MQTTConnectCode, reason: String)? {
        guard connect.protocolName == "MQTT", connect.protocolLevel == 4 else {
            return (.unacceptableProtocol, "\(connect.protocolName) \(connect.protocolLevel), not MQTT 3.1.1")
        }
        let client = connect.clientID
        if faults.refuseConnects { return (.serverUnavailable, "\"\(client)\", since connects are switched off") }
        if sessions[id]?.isTLS == true, sessions[id]?.commonName != client {
            let name = sessions[id]?.commonName ?? ""
            return (.notAuthorized, "client id \"\(client)\" with the certificate of \"\(name)\"")
        }
        if client.isEmpty {
            return connect.isCleanSession ? nil : (.identifierRejected, "no client id, but a session to keep")
        }
        if let limit = limits.maximumClientID, client.utf8.count > limit {
            return (.identifierRejected, "a client id of \(client.utf8.count) bytes")
        }
        guard let rate = limits.connectsPerSecond else { return nil }
        if connectRates.count >= Self.maximumConnectRates { connectRates = [:] }
        guard connectRates[client, default: RateLimit()].take(rate: rate, now: now.monotonic) else {
            return (.serverUnavailable, "\"\(client)\" connects more often than once a second")
        }
        return nil
    }

    /// What no message may have, a last will included.
    func fault(of publish: MQTTPublish) -> String? {
        if publish.qualityOfService > 1 { return "QoS 2 is not supported" }
        if publish.isRetained { return "retained messages are not supported" }
        if let limit = limits.maximumPayload, publish.payload.count > limit {
            return "a payload of \(publish.payload.count) bytes; at most \(limit) are taken"
        }
        return nil
    }
}
