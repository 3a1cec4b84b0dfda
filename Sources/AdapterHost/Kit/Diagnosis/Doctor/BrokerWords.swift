import Certificates
import IoTTransport

/// What is said of the steps on the way to the broker that fail.
struct BrokerWords {
    let broker: BrokerSettings

    func cannotConnect(_ fault: DeliveryFault) -> Finding {
        switch fault.kind {
        case .nameLookup: Words.nameUnknown(host: broker.host, fault: fault.text)
        case .tcp: Words.unreachable(endpoint: broker.endpoint, port: broker.port, fault: fault.text)
        case .timedOut, .silent: Words.noAnswer(endpoint: broker.endpoint, fault: fault.text)
        case .tls where fault.text.contains("alert"):
            Words.certificateRefused(path: broker.tls?.certificate ?? "none is configured", fault: fault.text)
        case .tls, .file: Words.tlsFault(endpoint: broker.endpoint, fault: fault.text)
        case .notAuthorised, .refused:
            Words.notAuthorised(endpoint: broker.endpoint, clientID: broker.clientID, fault: fault.text)
        case .closedEarly:
            Words.closedEarly(endpoint: broker.endpoint, clientID: broker.clientID, fault: fault.text)
        case .kicked: Words.idInUse(clientID: broker.clientID, fault: fault.text)
        case .noAcknowledgement: Words.noAcknowledgement(endpoint: broker.endpoint, fault: fault.text)
        case .lost, .library: Words.connectionLost(endpoint: broker.endpoint, fault: "\(fault)")
        }
    }

    /// Nil when the server's certificate is trusted.
    ///
    /// - Parameter authority: the file of those that are trusted.
    func untrusted(_ sight: TLSSight, authority: String) -> Finding? {
        guard sight.verdict != .trusted else { return nil }
        let shown = sight.certificate.map { "\($0.subject), issued by \($0.issuer)" } ?? "no certificate"
        let end = sight.certificate.map { UTCText.text($0.notAfter) } ?? ""
        let fault =
            switch sight.verdict {
            case .trusted: ""
            case .unknownAuthority: "that authority did not issue it: it is \(shown)"
            case .otherName: "it is for another name than \(broker.host): \(shown)"
            case .expired: "it expired on \(end): \(shown)"
            case .notYetValid: "it is not valid yet by this machine's clock: \(shown)"
            case .other(let text): "\(text): \(shown)"
            }
        return Words.wrongAuthority(endpoint: broker.endpoint, path: authority, fault: fault)
    }
}
