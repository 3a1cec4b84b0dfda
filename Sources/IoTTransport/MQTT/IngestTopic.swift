/// Topics of basic ingest (AWS IoT Core), `$aws/rules/{rule}`, and the rules that the platform has.
public enum IngestTopic {
    private static let prefix = "$aws/rules/"
    /// The environments that the platform has a rule for.
    private static let stages = ["dev", "stg", "prd"]

    /// The rules of all environments of the platform.
    public static let platformRules = stages.map(platformRule)

    /// The platform's rule for telemetry in an environment: `dev`, `stg` or `prd`.
    public static func platformRule(_ stage: String) -> String { "iot_data_platform_telemetry_\(stage)" }

    /// The topic that goes to the platform's rule for telemetry.
    public static func platform(_ stage: String) -> String { prefix + platformRule(stage) }

    /// The rule that a topic names; nil for one that is no topic of basic ingest.
    public static func rule(of topic: String) -> String? {
        guard topic.hasPrefix(prefix) else { return nil }
        return String(topic.dropFirst(prefix.count).prefix { $0 != "/" })
    }
}
