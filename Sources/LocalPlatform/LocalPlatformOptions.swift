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
