import IoTTransport

extension Diagnosis {
    /// - Parameter isCertificateBad: whether our own certificate explains a refusal.
    static func connection(_ state: HostState, isCertificateBad: Bool) -> [Finding] {
        let connection = state.connection
        var found: [Finding] = []
        if !connection.isConnected {
            if let fault = connection.fault {
                let kind = DeliveryFault.Class(rawValue: fault.kind) ?? .library
                if !(isCertificateBad && [.tls, .closedEarly, .notAuthorised].contains(kind)) {
                    found.append(finding(kind, fault, connection, state))
                }
            } else {
                found.append(Words.connecting(endpoint: connection.endpoint))
            }
        }
        if let rule = IngestTopic.rule(of: connection.topic), !IngestTopic.platformRules.contains(rule) {
            // A broker of one's own may have other rules.
            let expected = IngestTopic.platformRule("{dev,stg,prd}")
            found.append(Words.unknownRule(topic: connection.topic, expected: expected).softened)
        }
        if connection.rejected > 0 {
            let finding = Words.telemetryRejected(count: connection.rejected, topic: connection.topic)
            let isNews = connection.sinceRejected.map { $0 < rejectionNews } ?? false
            found.append(isNews ? finding : finding.softened)
        }
        return found
    }

    private static func finding(
        _ kind: DeliveryFault.Class, _ fault: HostState.Connection.Fault, _ connection: HostState.Connection,
        _ state: HostState
    ) -> Finding {
        let (endpoint, clientID, text) = (connection.endpoint, connection.clientID, fault.text)
        switch kind {
        case .nameLookup: return Words.nameUnknown(host: connection.host, fault: text)
        case .tcp: return Words.unreachable(endpoint: endpoint, port: connection.port, fault: text)
        case .tls: return Words.tls(endpoint: endpoint, authority: connection.authority, state.certificate, fault: text)
        case .notAuthorised, .refused:
            return Words.notAuthorised(endpoint: endpoint, clientID: clientID, fault: text)
        case .closedEarly: return Words.closedEarly(endpoint: endpoint, clientID: clientID, fault: text)
        case .timedOut: return Words.noAnswer(endpoint: endpoint, fault: text)
        case .kicked: return Words.idInUse(clientID: clientID, fault: text)
        case .noAcknowledgement: return Words.noAcknowledgement(endpoint: endpoint, fault: text)
        case .file: return Words.tlsFault(endpoint: endpoint, fault: text)
        case .lost, .silent, .library:
            return fault.blamesTopic
                ? Words.topicNotAuthorised(topic: connection.topic, clientID: clientID)
                : Words.connectionLost(endpoint: endpoint, fault: text)
        }
    }
}

extension Finding {
    /// The same as a warning.
    fileprivate var softened: Finding {
        Finding(id: id, level: .warning, subject: subject, cause: cause, nextStep: nextStep)
    }
}
