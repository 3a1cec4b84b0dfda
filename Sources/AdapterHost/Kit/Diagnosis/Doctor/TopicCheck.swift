import IoTTransport

/// The topic that events go to. A platform's rules engine acknowledges an event for a rule that it does not have, and the
/// event is gone: so the name is looked at here. Pure.
struct TopicCheck {
    let topic: String
    /// The platform's environment, where one is configured.
    let stage: String?

    func run() -> Finding {
        guard let name = IngestTopic.rule(of: topic) else { return ok("Events go to \(topic).") }
        let expected = stage.map { [IngestTopic.platformRule($0)] } ?? IngestTopic.platformRules
        if expected.contains(name) { return ok("Events go to \(topic), a rule of the platform.") }
        return Words.unknownRule(topic: topic, expected: expected.joined(separator: ", "))
    }

    private func ok(_ cause: String) -> Finding { Words.ok("topic.ok", Words.broker, cause) }
}
