import AdapterAPI
import Foundation
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

    init(_ loaded: ConfigurationLoader.Loaded, broker: BrokerSettings) {
        let host = loaded.host
        user = SystemUser.current
        self.broker = broker
        topic = host.topic
        filter = host.filter
        delivery = host.delivery
        spoolPath = host.spoolPath
        spoolBytes = host.spoolBytes
        certificate = CertificateLook(storeFolder: host.platform?.storeFolder, file: broker.tls?.certificate)
    }

    /// What is said of each press, by its id.
    static func presses(_ loaded: ConfigurationLoader.Loaded) -> [String: Press] {
        loaded.presses.reduce(into: [:]) {
            $0[$1.id] = Press(
                id: $1.id, adapter: type(of: $1.adapter).kind,
                place: $1.inputFolder.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
                    ?? $1.adapter.exclusiveInput)
        }
    }
}
