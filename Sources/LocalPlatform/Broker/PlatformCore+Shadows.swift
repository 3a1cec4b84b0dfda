extension PlatformCore {
    /// A request by MQTT.
    mutating func shadowRequest(_ request: ShadowRequest, from id: ConnectionID, now: Moment) {
        guard faults.shadowService == .on else { return }
        sessions[id]?.shadowAnswers.removeAll { $0 <= now.monotonic }
        let inFlight = sessions[id]?.shadowAnswers.count ?? 0
        if faults.delay > 0 { sessions[id]?.shadowAnswers.append(now.monotonic + faults.delay) }
        perform(request, inFlight: inFlight, by: sessions[id]?.name ?? "", now: now)
    }

    /// A request by HTTP. The answer is also published, as that to any other request; nil when the service is off.
    mutating func shadowRequest(_ request: ShadowRequest, now: Moment) -> ShadowMessage? {
        guard faults.shadowService == .on else { return nil }
        return perform(request, inFlight: 0, by: "HTTP", now: now)
    }

    /// The whole document, without anything published; nil when there is none.
    func shadowDocument(_ id: ShadowID, now: Moment) -> JSONValue? {
        shadows.shadows[id]?.document(second: now.epochSecond)
    }

    @discardableResult
    private mutating func perform(
        _ request: ShadowRequest, inFlight: Int, by requester: String, now: Moment
    ) -> ShadowMessage? {
        let answer = shadows.handle(request, inFlight: inFlight, second: now.epochSecond)
        if answer.hasChanged {
            effects.append(.storeShadows)
            effects.append(.shadow(request.shadow, document: shadowDocument(request.shadow, now: now) ?? .null))
            generation += 1
        }
        if let first = answer.messages.first, request.operation != .get || first.kind == .getRejected {
            let result =
                first.body["code"].map { "rejected with \($0.text)" } ?? "version \(first.body["version"]?.text ?? "")"
            let name = request.shadow.name.map { "\(request.shadow.thing)/\($0)" } ?? request.shadow.thing
            log("  shadow \(name): \(request.operation.rawValue) by \(requester): \(result)")
        }
        for message in answer.messages {
            deliver(MQTTPublish(topic: message.topic, payload: message.body.bytes, qualityOfService: 1), now: now)
        }
        return answer.messages.first
    }

    /// All shadows, by thing and name.
    var shadowList: JSONValue {
        let sorted = shadows.shadows.sorted { ($0.key.thing, $0.key.name ?? "") < ($1.key.thing, $1.key.name ?? "") }
        return .array(
            sorted.map { id, shadow in
                [
                    "thing": .string(id.thing), "name": id.name.map(JSONValue.string) ?? .null,
                    "version": .integer(shadow.version),
                ]
            })
    }
}
