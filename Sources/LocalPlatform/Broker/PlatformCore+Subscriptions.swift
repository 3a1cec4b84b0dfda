extension PlatformCore {
    mutating func subscribe(
        _ packetID: UInt16, _ subscriptions: [MQTTSubscription], _ id: ConnectionID, now: Moment
    ) {
        if let limit = limits.filtersPerSubscribe, subscriptions.count > limit {
            return end(id, "\(subscriptions.count) filters in one SUBSCRIBE; at most \(limit)", atOnce: true, now: now)
        }
        if let rule = subscriptions.first(where: { $0.filter.hasPrefix("$aws/rules") }) {
            return end(id, "subscribed to \(rule.filter), which is publish-only", atOnce: true, now: now)
        }
        let isShadow = subscriptions.contains { Self.isShadow($0.filter) }
        if isShadow, faults.shadowService == .cut {
            return end(id, "cut at the SUBSCRIBE to its shadow, as switched", atOnce: true, now: now)
        }
        let codes = subscriptions.map { grant($0, id) }
        generation += 1
        send(.suback(packetID, codes), to: id)
    }

    private mutating func grant(_ subscription: MQTTSubscription, _ id: ConnectionID) -> UInt8 {
        let refusal: String?
        let filter = TopicFilter(subscription.filter)
        let count = sessions[id]?.subscriptions.count ?? 0
        let limit = limits.subscriptions ?? PlatformLimits.mostSubscriptions
        if filter == nil {
            refusal = "no valid filter"
        } else if subscription.qualityOfService > 1 {
            refusal = "QoS 2 is not supported"
        } else if Self.isShadow(subscription.filter), faults.shadowService == .refuse {
            refusal = "switched off"
        } else if subscription.filter.hasPrefix("$"), !subscription.filter.hasPrefix("$aws/things/") {
            refusal = "there is nothing on it"
        } else if count >= limit, sessions[id]?.subscriptions.contains(where: { $0.filter == filter }) != true {
            refusal = "more than \(limit) subscriptions"
        } else {
            refusal = nil
        }
        guard let filter, refusal == nil else {
            log("  \(sessions[id]?.name ?? "") may not subscribe to \(subscription.filter): \(refusal ?? "")")
            return MQTTSubscription.refused
        }
        sessions[id]?.subscriptions.removeAll { $0.filter == filter }
        sessions[id]?.subscriptions.append((filter, subscription.qualityOfService))
        return subscription.qualityOfService
    }

    private static func isShadow(_ filter: String) -> Bool {
        filter.hasPrefix("$aws/things/") && (filter.contains("/shadow") || filter.contains("#"))
    }

    /// Sends a message to all who want it, each at its own quality of service.
    mutating func deliver(_ publish: MQTTPublish, now: Moment) {
        let (rate, limit) = (publishRate, outboundLimit)
        for id in sessions.keys.sorted() {
            guard let session = sessions[id], session.clientID != nil,
                let granted = session.grant(for: publish.topic)
            else { continue }
            let quality = min(granted, publish.qualityOfService)
            let message = MQTTPublish(topic: publish.topic, payload: publish.payload, qualityOfService: quality)
            guard sessions[id]?.publishes.take(rate: rate, now: now.monotonic) == true else {
                throttled(id, "messages to it")
                continue
            }
            if quality == 0 {
                if session.isWritable { send(.publish(message), to: id) } else { throttled(id, "messages to it") }
                continue
            }
            switch sessions[id]?.outbound.offer(message, limit: limit) {
            case .send(let numbered): send(.publish(numbered), to: id)
            case .discarded: throttled(id, "messages to it")
            case .waits, nil: break
            }
        }
    }

    mutating func acknowledged(_ packetID: UInt16, _ id: ConnectionID) {
        let limit = outboundLimit
        for publish in sessions[id]?.outbound.acknowledged(packetID, limit: limit) ?? [] {
            send(.publish(publish), to: id)
        }
    }

    private var outboundLimit: Int { limits.inFlight ?? PlatformLimits.widestWindow }

    var publishRate: Double? { faults.throttle ? faults.throttleRate : limits.publishesPerSecond }

    mutating func throttled(_ id: ConnectionID, _ what: String) {
        counts.throttled += 1
        generation += 1
        guard sessions[id]?.isThrottled == false else { return }
        sessions[id]?.isThrottled = true
        log("  \(sessions[id]?.name ?? ""): \(what) are discarded, without PUBACK, since there are too many")
    }
}
