import WebParts

/// Why a listener is not there.
enum ListenerFault: Error, CustomStringConvertible {
    case cannotListen(ListenAddress, String)
    case badCertificate(String)
    case otherSettings(ListenAddress)
    case pathTaken(ListenAddress, String)
    case ended(ListenAddress)

    var description: String {
        switch self {
        case .cannotListen(let address, let cause): "jmf-http: cannot listen on \(address): \(cause)"
        case .badCertificate(let text): "jmf-http: \(text)"
        case .otherSettings(let address):
            "jmf-http: \(address) is open already with other settings: sources that share an address must agree on "
                + "tls, maxConnections, idleTimeout and bodyTimeout"
        case .pathTaken(let address, let path): "jmf-http: another source has the path \(path) on \(address)"
        case .ended(let address): "jmf-http: the listener on \(address) ended"
        }
    }

    /// The fault for an error of opening.
    static func opening(_ address: ListenAddress, _ error: any Error) -> ListenerFault {
        if let fault = error as? ListenerFault { return fault }
        return .cannotListen(address, address.words(for: error))
    }
}
