/// How a ``LocalPlatform`` runs.
public struct LocalPlatformOptions: Sendable {
    /// Its folder: authority, API key, shadows, assets. Made when it is not there.
    public var folder: String
    /// The address to listen on. On another than a loopback address, whoever reaches it can use it.
    public var host = "127.0.0.1"
    /// TCP port of MQTT without TLS; 0 lets the system choose.
    public var mqttPort = 0
    /// TCP port of MQTT with TLS; 0 lets the system choose.
    public var tlsPort = 0
    /// TCP port of page, API and provisioning; 0 lets the system choose.
    public var httpPort = 0
    /// The stage: part of the telemetry rule's name, `iot_data_platform_telemetry_{stage}`.
    public var stage = "dev"
    /// What provisioning asks for; nil for the one in the folder, made when it is not there.
    public var apiKey: String?
    /// The limits of a connection.
    public var limits = PlatformLimits.aws
    /// Chooses the PUBACKs that are lost by chance; nil for another seed each time.
    public var seed: UInt64?
    /// Takes a line for each interesting thing; called from any thread.
    public var log: @Sendable (String) -> Void = { _ in }

    /// - Parameter folder: see ``folder``.
    public init(folder: String) { self.folder = folder }
}

/// Where a platform listens.
public struct LocalPlatformAddresses: Sendable, Equatable {
    /// The address, as asked for.
    public let host: String
    /// TCP port of MQTT without TLS.
    public let mqttPort: Int
    /// TCP port of MQTT with TLS.
    public let tlsPort: Int
    /// TCP port of page, API and provisioning.
    public let httpPort: Int

    /// The address of the page.
    public var page: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(httpPort)/" }
}

/// What a platform has seen.
public struct LocalPlatformSummary: Sendable, Equatable, CustomStringConvertible {
    /// Messages that reached the telemetry rule.
    public let events: Int
    /// Of them, those whose senderEventUuid came before.
    public let duplicates: Int
    /// Of them, those that are no JSON object with a payload.
    public let rejected: Int
    /// Assets that were ever provisioned in this folder.
    public let assets: Int

    public var description: String {
        "\(events) events, \(duplicates) duplicates, \(rejected) rejected, \(assets) assets"
    }
}
