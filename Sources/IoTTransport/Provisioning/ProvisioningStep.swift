import Certificates

/// How far provisioning is, for the person who watches.
public enum ProvisioningStep: Sendable, Equatable, CustomStringConvertible {
    case asksForConfiguration
    case isConfigured(endpoint: String, port: Int)
    case asksForIdentity
    case resumes(since: Int64)
    case hasAnswer
    case hasChecked(clientID: String, notAfter: Int64)
    case hasInstalled(folder: String)

    public var description: String {
        switch self {
        case .asksForConfiguration: "asks the platform how it is reached"
        case .isConfigured(let endpoint, let port): "the platform takes events at \(endpoint), port \(port)"
        case .asksForIdentity: "asks the platform for this device's certificate"
        case .resumes(let since): "goes on with what the platform answered on \(UTCText.text(since))"
        case .hasAnswer: "the platform answered; its answer is on disk"
        case .hasChecked(let clientID, let notAfter):
            "the certificate of \"\(clientID)\" is good until \(UTCText.text(notAfter))"
        case .hasInstalled(let folder): "installed in \(folder)"
        }
    }
}
