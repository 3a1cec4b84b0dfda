extension PlatformCore {
    mutating func publish(_ publish: MQTTPublish, _ id: ConnectionID, now: Moment) {
        if let fault = fault(of: publish) {
            return end(id, "published on \(publish.topic): \(fault)", atOnce: true, now: now)
        }
        sessions[id]?.published += 1
        generation += 1
        let (rate, limit) = (publishRate, limits.inFlight)
        guard sessions[id]?.publishes.take(rate: rate, now: now.monotonic) == true else {
            return throttled(id, "messages from it")
        }
        if publish.qualityOfService > 0 {
            let accepts = sessions[id]?.inbound.accepts(publish.packetID, limit: limit, now: now.monotonic)
            guard accepts == true else { return throttled(id, "messages from it") }
        }
        if publish.topic.hasPrefix("$aws/rules/") {
            let rule = publish.topic.dropFirst("$aws/rules/".count).prefix { $0 != "/" }
            guard !rule.isEmpty else {
                return end(id, "published on \(publish.topic): no rule", atOnce: true, now: now)
            }
            acknowledge(publish, id, now: now)
            if rule == telemetryRule {
                ingest(publish, id, now: now)
            } else {
                counts.unknownRule += 1
                if Self.isWorthALine(counts.unknownRule) {
                    log(
                        "  \(sessions[id]?.name ?? "") published to the unknown rule \(rule); acknowledged all the same"
                    )
                }
            }
        } else if let request = ShadowRequest(topic: publish.topic, payload: publish.payload) {
            acknowledge(publish, id, now: now)
            shadowRequest(request, from: id, now: now)
        } else if publish.topic.hasPrefix("$") {
            end(id, "published on \(publish.topic), which is reserved", atOnce: true, now: now)
        } else {
            acknowledge(publish, id, now: now)
            deliver(publish, now: now)
        }
    }

    private mutating func acknowledge(_ publish: MQTTPublish, _ id: ConnectionID, now: Moment) {
        guard publish.qualityOfService > 0 else { return }
        if faults.losesPuback(&random) {
            sessions[id]?.inbound.isLost(publish.packetID)
            return
        }
        let at = now.monotonic + faults.delay
        sessions[id]?.inbound.acknowledged(publish.packetID, at: at, now: now.monotonic)
        send(.puback(publish.packetID), to: id)
    }

    private mutating func ingest(_ publish: MQTTPublish, _ id: ConnectionID, now: Moment) {
        let client = sessions[id]?.clientID ?? ""
        let header = EventHeader(publish.payload)
        let isRepeat = header.uuid.map { known.isRepeat($0) } ?? false
        counts.events += 1
        counts.bytes += publish.payload.count
        if isRepeat { counts.duplicates += 1 }
        types.add(header.eventType)
        eventRate.add(1, now: now.monotonic)
        byteRate.add(publish.payload.count, now: now.monotonic)
        let summary = events.append(publish.payload) { sequence in
            EventSummary(
                sequence: sequence, at: now.wall, client: client, topic: EventSummary.shortened(publish.topic),
                size: publish.payload.count,
                header: header, isDuplicate: isRepeat)
        }
        effects.append(.event(summary))
        guard let rejection = header.rejection else { return }
        counts.rejected += 1
        if Self.isWorthALine(counts.rejected) { log("  an event of \"\(client)\" is rejected: \(rejection)") }
        var report: [String: JSONValue] = ["reason": .string(rejection)]
        report["senderEventUuid"] = header.uuid.map(JSONValue.string)
        let message = MQTTPublish(
            topic: "\(stage)/telemetryData/\(client)/rejected", payload: JSONValue.object(report).bytes,
            qualityOfService: 1)
        deliver(message, now: now)
    }
}
