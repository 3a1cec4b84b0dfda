import AdapterAPI
import Foundation
import Glibc
import IoTTransport

/// What the status says of the configuration.
struct HostFacts: Sendable {
    struct Press: Sendable {
        var id: String
        var adapter: String
        /// The folder or address that it reads.
        var place: String?
    }

    var user: String
    var broker: BrokerSettings
    var topic: String
    var filter: EventFilter
    var delivery: DeliverySettings
    var spoolPath: String
    var spoolBytes: Int64
    var certificate: CertificateLook
    var presses: [Press]

    init(_ loaded: ConfigurationLoader.Loaded, broker: BrokerSettings) {
        let host = loaded.host
        user = Self.userName
        self.broker = broker
        topic = host.topic
        filter = host.filter
        delivery = host.delivery
        spoolPath = host.spoolPath
        spoolBytes = host.spoolBytes
        certificate = CertificateLook(storeFolder: host.platform?.storeFolder, file: broker.tls?.certificate)
        presses = loaded.presses.map {
            Press(
                id: $0.id, adapter: type(of: $0.adapter).kind,
                place: $0.inputFolder.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
                    ?? $0.adapter.exclusiveInput)
        }
    }

    /// The user that this process runs as.
    static var userName: String {
        guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return "\(geteuid())" }
        return String(cString: name)
    }
}
