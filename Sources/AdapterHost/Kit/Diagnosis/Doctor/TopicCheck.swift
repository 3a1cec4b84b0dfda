/// The topic that events go to. A platform's rules engine acknowledges an event for a rule that it does not have, and the
/// event is gone: so the name is looked at here. Pure.
struct TopicCheck {
    let topic: String
    /// The platform's environment, where one is configured.
    let stage: String?

    private static let ingest = "$aws/rules/"
    /// The platform's own rules (basic ingest).
    private static let rules = ["dev", "stg", "prd"].map(rule)
    private static func rule(_ stage: String) -> String { "iot_data_platform_telemetry_\(stage)" }

    func run() -> Finding {
        guard topic.hasPrefix(Self.ingest) else { return ok("Events go to \(topic).") }
        let name = String(topic.dropFirst(Self.ingest.count).prefix { $0 != "/" })
        let expected = stage.map(Self.rule).map { [$0] } ?? Self.rules
        if expected.contains(name) { return ok("Events go to \(topic), a rule of the platform.") }
        return Words.unknownRule(topic: topic, expected: expected.joined(separator: ", "))
    }

    private func ok(_ cause: String) -> Finding { Words.ok("topic.ok", Words.broker, cause) }
}
