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
