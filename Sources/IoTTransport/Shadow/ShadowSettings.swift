/// Which shadow delivery follows, and what it says of the host.
public struct ShadowSettings: Sendable {
    /// The name of the shadow that the host writes its summary to.
    public static let summaryName = SummaryReporter.name

    /// The name of the shadow with the state; nil for the classic one.
    public var name: String?
    /// The file that keeps the state across restarts; its folder must exist.
    public var statePath: String
    /// The host's summary for its own named shadow, asked for on the delivery thread about once a second; nil for none.
    public var summary: (@Sendable (_ oldestWaiting: Int?) -> HostSummary)?

    /// The shadow of the thing that is named as the MQTT client.
    public init(
        name: String? = nil, statePath: String, summary: (@Sendable (_ oldestWaiting: Int?) -> HostSummary)? = nil
    ) {
        self.name = name
        self.statePath = statePath
        self.summary = summary
    }
}
