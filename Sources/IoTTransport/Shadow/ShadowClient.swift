import Logging

/// The device's side of a shadow. Pure: event in, actions out; clock and randomness are passed in.
///
/// It asks for the document on every connection, follows its changes, and reports what is in force. The rules are those
/// of the AWS IoT Device Shadow service over MQTT; numbers in comments refer to this project's list of them:
///
/// 1. One SUBSCRIBE, every granted code checked, then `get`. 2. The document's wishes are validated, kept, applied; only
/// what differs is reported. 3. 404 creates the shadow; 401 and 403 are faults; others are tried again. 4. A delta below
/// the newest version is dropped; others are merged. 5. Versions belong to a connection. 6. A `get` answer older than
/// what is known is ignored. 7. Answers are matched by our token; one update in flight. 8. No loops. 9. Nothing malformed
/// resets anything. 10. `desired` is never written. 11. Every connection begins anew. 12. Until then the last state, or
/// the configuration's. 13. One write a second, under 8 KB. 14. Telemetry goes on without a shadow. 15. Delivery waits
/// for the answer, 2 s at most.
struct ShadowClient {
    enum Event {
        /// A CONNACK.
        case connected
        /// The SUBACK, a code for each filter.
        case subscribed(granted: [Int32])
        case message(topic: String, payload: [UInt8])
        /// ``due`` has come.
        case timer
        /// The session has ended, by us or by a cut.
        case disconnected
    }

    enum Action: Equatable {
        case subscribe([String])
        case publish(topic: String, payload: [UInt8])
        /// The filter in force from now on.
        case apply(EventFilter)
        /// Keep this across restarts.
        case persist(ShadowState)
        case log(Logger.Level, String)
    }

    enum Phase: Equatable {
        case offline
        /// Not asked for in this session, or refused; asked for again at the moment.
        case resting(until: Nanoseconds)
        case subscribing(deadline: Nanoseconds)
        /// The document is asked for.
        case getting
        /// Asked several times without an answer, or not allowed; asked again at the moment.
        case withoutDocument(until: Nanoseconds)
        case synced
    }

    /// The most that delivery waits for the answer after a CONNACK (rule 15).
    static let deliveryPatience = 2 * MonotonicTime.second
    /// How long the shadow is left alone when it is not available (rule 14).
    static let pause = CutGuard.pause
    private static let subscribePatience = 10 * MonotonicTime.second

    let topics: ShadowTopics
    var policy: ShadowPolicy
    var report = ShadowReport()
    var fetch = ShadowFetch()
    var phase = Phase.offline
    var reason: String?
    /// The highest version seen on this connection.
    var baseline = -1
    /// The version of the document or delta that was processed last on this connection.
    var processed = -1
    /// The highest version of a delta that was dropped although it is newer than what was processed.
    var missed = -1
    /// As the last answer told it.
    var serviceClock: ServiceClock?
    private var cuts = CutGuard()
    private var deliveryWaitsUntil: Nanoseconds?

    /// - Parameters:
    ///   - fallback: the filter for what the shadow never said.
    ///   - state: what it said last, from disk.
    init(topics: ShadowTopics, fallback: EventFilter, state: ShadowState) {
        self.topics = topics
        policy = ShadowPolicy(fallback: fallback, state: state)
    }

    /// When a timer event is wanted.
    var due: Nanoseconds? {
        switch phase {
        case .offline: nil
        case .resting(let until): until
        case .subscribing(let deadline): deadline
        case .getting, .synced: MonotonicTime.earlier(fetch.due, report.due)
        case .withoutDocument(let until): MonotonicTime.earlier(until, report.due)
        }
    }

    /// Whether the last session was cut after its SUBSCRIBE.
    var isSuspicious: Bool { cuts.isSuspicious }

    /// Until when nothing is to be published but the shadow's own messages; nil when delivery is free.
    func holdsDelivery(_ now: Nanoseconds) -> Nanoseconds? {
        guard let until = deliveryWaitsUntil, now < until else { return nil }
        switch phase {
        case .subscribing, .getting: return until
        case .offline, .resting, .withoutDocument, .synced: return nil
        }
    }

    mutating func handle(
        _ event: Event, now: Nanoseconds, random: inout some RandomNumberGenerator
    ) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .connected: connected(now, &actions)
        case .subscribed(let granted): subscribed(granted, now, &actions)
        case .message(let topic, let payload):
            if isSubscribed { receive(topic, payload, now, Self.chance(&random), &actions) }
        case .timer: timer(now, Self.chance(&random), &actions)
        case .disconnected: disconnected(now, &actions)
        }
        if isSubscribed { send(now, &random, &actions) }
        return actions
    }

    private static func chance(_ random: inout some RandomNumberGenerator) -> Double {
        Double.random(in: 0..<1, using: &random)
    }

    /// Whether the subscriptions hold.
    private var isSubscribed: Bool {
        switch phase {
        case .offline, .resting, .subscribing: false
        case .getting, .withoutDocument, .synced: true
        }
    }

    // MARK: Session

    private mutating func connected(_ now: Nanoseconds, _ actions: inout [Action]) {
        baseline = -1
        processed = -1
        missed = -1
        report.reset()
        fetch = ShadowFetch()
        if cuts.isSuspended(now), let until = cuts.suspendedUntil {
            phase = .resting(until: until)
            return
        }
        deliveryWaitsUntil = now + Self.deliveryPatience
        subscribe(now, &actions)
    }

    private mutating func subscribe(_ now: Nanoseconds, _ actions: inout [Action]) {
        cuts.asked(now)
        phase = .subscribing(deadline: now + Self.subscribePatience)
        actions.append(.subscribe(topics.answers))
    }

    private mutating func subscribed(_ granted: [Int32], _ now: Nanoseconds, _ actions: inout [Action]) {
        guard case .subscribing = phase else { return }
        let refused = granted.count { $0 < 0 || $0 > 2 }
        guard refused == 0, granted.count == topics.answers.count else {
            rest("the broker refuses \(max(refused, 1)) of \(topics.answers.count) subscriptions", now, &actions)
            return
        }
        phase = .getting
        fetch.isWanted = true
    }

    private mutating func disconnected(_ now: Nanoseconds, _ actions: inout [Action]) {
        phase = .offline
        deliveryWaitsUntil = nil
        if cuts.ended(now) {
            unavailable("the connection was cut soon after the SUBSCRIBE, \(CutGuard.limit) times", &actions)
        }
    }

    private mutating func timer(_ now: Nanoseconds, _ chance: Double, _ actions: inout [Action]) {
        switch phase {
        case .offline: return
        case .resting(let until):
            if now >= until { subscribe(now, &actions) }
            return
        case .subscribing(let deadline):
            if now >= deadline { rest("no SUBACK", now, &actions) }
            return
        case .withoutDocument(let until):
            if now >= until {
                phase = .getting
                fetch.ask(notBefore: now)
            }
        case .getting, .synced: break
        }
        if fetch.expired(now, chance: chance) {
            withoutDocument("no answer to get", now, &actions)
        }
        report.expire(now, chance: chance)
    }

    // MARK: What is unavailable

    /// Goes on without the shadow, in this session or for an hour.
    private mutating func rest(_ reason: String, _ now: Nanoseconds, _ actions: inout [Action]) {
        phase = .resting(until: now + Self.pause)
        unavailable(reason, &actions)
    }

    mutating func withoutDocument(_ reason: String, _ now: Nanoseconds, _ actions: inout [Action]) {
        phase = .withoutDocument(until: now + Self.pause)
        fetch.isWanted = false
        unavailable(reason, &actions)
    }

    private mutating func unavailable(_ reason: String, _ actions: inout [Action]) {
        if self.reason != reason {
            actions.append(
                .log(.warning, "shadow: \(reason); going on without it, with the last known state; next try in 1 h"))
        }
        self.reason = reason
    }

    // MARK: Sending

    private mutating func send(
        _ now: Nanoseconds, _ random: inout some RandomNumberGenerator, _ actions: inout [Action]
    ) {
        if missed > processed, phase == .synced { fetch.isWanted = true }
        if fetch.isDue(now) {
            let token = Self.token(&random)
            fetch.sent(token: token, baseline: baseline, now: now)
            let body = JSONValue.object(["clientToken": .string(token)])
            actions.append(.publish(topic: topics.get, payload: body.bytes))
        }
        guard report.isDue(now) else { return }
        let token = Self.token(&random)
        let policy = policy
        guard let values = report.next(now, token: token, baseline: baseline, policy.value(of:)) else { return }
        let reported = Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
        let body = JSONValue.object([
            "state": .object(["reported": .object(reported)]), "clientToken": .string(token),
        ])
        actions.append(.publish(topic: topics.update, payload: body.bytes))
    }

    /// 16 hexadecimal digits behind a mark: the service takes 64 bytes.
    private static func token(_ random: inout some RandomNumberGenerator) -> String {
        let digits = String(random.next() as UInt64, radix: 16)
        return "ah-" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
