import Logging

extension ShadowClient {
    /// A message under one of our subscriptions, whatever it holds.
    mutating func receive(
        _ topic: String, _ payload: [UInt8], _ now: Nanoseconds, _ chance: Double, _ actions: inout [Action]
    ) {
        guard let document = JSONReader.value(of: payload), document.object != nil else {
            actions.append(.log(.debug, "shadow: \(payload.count) bytes that are no JSON object on \(topic)"))
            return
        }
        let version = document["version"]?.integer.flatMap { $0 >= 0 ? $0 : nil }
        let token = document["clientToken"]?.string
        switch topic {
        case topics.getAccepted: documentCame(document, version, token, now, chance, &actions)
        case topics.getRejected: getRejected(document, token, now, chance, &actions)
        case topics.updateAccepted: updateAccepted(version, token)
        case topics.updateRejected: updateRejected(document, token, now, chance, &actions)
        case topics.updateDelta: deltaCame(document, version, &actions)
        default: break
        }
    }

    // MARK: The document

    private mutating func documentCame(
        _ document: JSONValue, _ version: Int?, _ token: String?, _ now: Nanoseconds, _ chance: Double,
        _ actions: inout [Action]
    ) {
        guard let baselineWhenSent = fetch.answered(token: token) else {
            // Another client's: it only shows how far the document is.
            if let version { baseline = max(baseline, version) }
            return
        }
        let state = document["state"] ?? .null
        guard let version, state == .null || state.object != nil else {
            actions.append(.log(.warning, "shadow: an answer to get without a version or a state; asking again"))
            fetch.failed(now, chance: chance)
            return
        }
        if version < baseline {
            if version >= baselineWhenSent {
                // Overtaken by what we have seen since: ask for the newer one.
                fetch.ask(notBefore: now)
                return
            }
            // No answer is older than its request: the shadow was deleted, and its versions began anew.
            missed = -1
        }
        baseline = version
        processed = version
        if let timestamp = document["timestamp"]?.integer {
            serviceClock = ServiceClock(timestamp: Int64(timestamp), received: now)
        }
        synced(&actions)
        report.learn(reported: state["reported"])
        take(policy.learn(document: state), &actions)
        let policy = policy
        let wrong = policy.keys.filter { state["reported"]?[$0.rawValue] != policy.value(of: $0) }
        report.want(wrong, version: nil, policy.value(of:))
    }

    private mutating func getRejected(
        _ document: JSONValue, _ token: String?, _ now: Nanoseconds, _ chance: Double, _ actions: inout [Action]
    ) {
        guard fetch.answered(token: token) != nil else { return }
        switch document["code"]?.integer {
        case 404:
            missed = -1
            synced(&actions)
            take(policy.learn(document: .null), &actions)
            let policy = policy
            report.want(policy.keys, version: nil, policy.value(of:))
        case .some(let code) where code == 401 || code == 403:
            withoutDocument("not allowed (\(code)) to read it", now, &actions)
        case let code:
            fetch.failed(now, chance: chance)
            actions.append(.log(.info, "shadow: get refused\(code.map { " with \($0)" } ?? ""); asking again"))
        }
    }

    private mutating func synced(_ actions: inout [Action]) {
        fetch.succeeded()
        if phase != .synced { actions.append(.log(.info, "shadow: in sync")) }
        phase = .synced
        reason = nil
    }

    // MARK: Changes

    private mutating func deltaCame(_ document: JSONValue, _ version: Int?, _ actions: inout [Action]) {
        guard let version, let state = document["state"]?.object else { return }
        guard version >= baseline else {
            // Dropped. Its news may be in no later delta, if what came later was no wish: then ask for the whole.
            if version > processed { missed = max(missed, version) }
            return
        }
        baseline = version
        processed = version
        let learned = policy.learn(delta: state)
        take(learned, &actions)
        // The service says that `reported` differs from these although they are in force, or that it does not know yet
        // what we make of them.
        let policy = policy
        report.want(
            learned.agreed.union(learned.refused).union(learned.changed).intersection(policy.keys), version: version,
            policy.value(of:))
    }

    /// Keeps and applies what was learnt.
    private mutating func take(_ learned: ShadowPolicy.Learned, _ actions: inout [Action]) {
        for key in ShadowKey.allCases where learned.refused.contains(key) {
            guard let refusal = policy.refusals[key] else { continue }
            actions.append(.log(.warning, "shadow: desired \(key.rawValue) \(refusal.reason); the former value stays"))
        }
        if !learned.changed.isEmpty || !learned.refused.isEmpty { report.desireChanged() }
        if learned.isNews { actions.append(.persist(policy.state)) }
        guard !learned.changed.isEmpty else { return }
        actions.append(.apply(policy.filter))
        let filter = policy.filter
        actions.append(
            .log(
                .notice,
                "shadow: publishing \(filter.isPublishingEnabled ? "enabled" : "disabled"), "
                    + "\(filter.blacklist.count) event types blacklisted"))
    }

    // MARK: Answers to our reports

    private mutating func updateAccepted(_ version: Int?, _ token: String?) {
        let baselineWhenSent = report.accepted(token: token, version: version)
        guard let version else { return }
        if let baselineWhenSent, version < baselineWhenSent {
            // No answer is older than its request: the versions began anew.
            baseline = version
            processed = min(processed, version)
            missed = -1
        } else {
            baseline = max(baseline, version)
        }
    }

    private mutating func updateRejected(
        _ document: JSONValue, _ token: String?, _ now: Nanoseconds, _ chance: Double, _ actions: inout [Action]
    ) {
        let code = document["code"]?.integer
        // Bad content, not allowed, too large: the same again would be refused again.
        let isForGood = [400, 401, 403, 413, 415].contains(code)
        guard report.rejected(token: token, forGood: isForGood, now: now, chance: chance) else { return }
        let outlook = isForGood ? "not written until something else is desired" : "written again later"
        actions.append(
            .log(isForGood ? .warning : .info, "shadow: report refused\(code.map { " with \($0)" } ?? ""), \(outlook)"))
        // A conflict shows that we know too little.
        if code == 409 || code == 404 { fetch.ask(notBefore: now) }
    }

    /// How it is doing.
    var status: ShadowStatus {
        var status = ShadowStatus()
        let filter = policy.filter
        status.phase = phase == .synced ? .synced : reason == nil ? .waiting : .unavailable
        status.reason = reason
        if status.phase == .synced, report.isRefused { status.reason = "the service refuses what the host reports" }
        status.refusals = ShadowKey.allCases.compactMap { key in
            policy.refusals[key].map { "\(key.rawValue) \($0.reason)" }
        }
        status.version = baseline < 0 ? nil : baseline
        status.isPublishingEnabled = filter.isPublishingEnabled
        status.blacklist = filter.blacklist.sorted()
        for key in ShadowKey.allCases {
            status.desired[key.rawValue] = policy.desired(key).map(\.text)
            status.reported[key.rawValue] = report.reported[key].map(\.text)
        }
        status.serviceClock = serviceClock
        return status
    }
}
