import Logging

/// All that a session carries beside telemetry: the shadow, the host's summary, rejected telemetry. The thin shell around
/// their state machines; used by the delivery thread only.
final class SideTraffic {
    private enum Subscription { case shadow, summary, rejected }

    /// Messages that wait for the rate; each part has one or two at most.
    private static let outboxLimit = 16
    private static let storeRetry = 30 * MonotonicTime.second

    private var shadow: ShadowClient?
    private var summary: SummaryReporter?
    private var rejected: RejectedTelemetry?
    private let settings: ShadowSettings?
    private let keep: Keep
    private let filter: LiveFilter
    private let logger: Logger
    private var random: any RandomNumberGenerator
    private var outbox = FIFO<(topic: String, payload: [UInt8])>()
    private var subscriptions: [Int32: Subscription] = [:]
    private var unstored: (state: ShadowState, retry: Nanoseconds)?
    private var hasNews = true

    /// Keeps what the shadow said across restarts.
    typealias Keep = (ShadowState) throws(SystemFault) -> Void

    /// - Parameters:
    ///   - fallback: the configuration's filter.
    ///   - state: what the shadow said last.
    init(
        thing: String, settings: ShadowSettings?, rejectedTopic: String?, fallback: EventFilter, state: ShadowState,
        filter: LiveFilter, random: any RandomNumberGenerator = SystemRandomNumberGenerator(), logger: Logger,
        keep: @escaping Keep
    ) {
        self.random = random
        self.keep = keep
        self.settings = settings
        self.filter = filter
        self.logger = logger
        if let settings {
            let topics = ShadowTopics(thing: thing, name: settings.name)
            shadow = ShadowClient(topics: topics, fallback: fallback, state: state)
            if settings.summary != nil { summary = SummaryReporter(thing: thing) }
        }
        rejected = rejectedTopic.map(RejectedTelemetry.init)
    }

    var status: ShadowStatus {
        var status = shadow?.status ?? ShadowStatus()
        if shadow == nil {
            let filter = filter.current
            status.isPublishingEnabled = filter.isPublishingEnabled
            status.blacklist = filter.blacklist.sorted()
        }
        return status
    }

    var rejectedTelemetry: Int { rejected?.count ?? 0 }

    /// Whether the end of the session may be the answer to one of our own requests.
    var isSuspicious: Bool { shadow?.isSuspicious ?? false }

    /// Whether ``status`` or ``rejectedTelemetry`` may have changed since the last call.
    func takeHasNews() -> Bool {
        defer { hasNews = false }
        return hasNews
    }

    /// When ``exchange(_:_:_:age:)`` is wanted though nothing comes.
    var due: Nanoseconds? {
        MonotonicTime.earlier(
            MonotonicTime.earlier(shadow?.due, summary?.due), MonotonicTime.earlier(rejected?.due, unstored?.retry))
    }

    /// Until when telemetry waits for the shadow's answer.
    func holdsDelivery(_ now: Nanoseconds) -> Nanoseconds? { shadow?.holdsDelivery(now) }

    func connected(_ client: borrowing some BrokerLink & ~Copyable, _ now: Nanoseconds) {
        subscriptions = [:]
        outbox = FIFO()
        handle(.connected, client, now)
        summary?.connected(now)
        rejected?.connected(now, alone: shadow?.isSuspicious ?? false)
    }

    func disconnected(_ now: Nanoseconds) {
        outbox = FIFO()
        hasNews = true
        if let actions = shadow?.handle(.disconnected, now: now, random: &random) { act(actions, now) }
        summary?.disconnected(now)
        rejected?.disconnected(now)
    }

    /// Takes what came, does what is due, and sends as far as the rate allows. The moment from which it allows more; nil
    /// when nothing waits.
    func exchange(
        _ client: borrowing some BrokerLink & ~Copyable, _ window: inout DeliveryWindow, _ now: Nanoseconds,
        age: (Int64) -> Int
    ) -> Nanoseconds? {
        take(client, &window, now)
        if let due = shadow?.due, now >= due { handle(.timer, client, now) }
        report(client, now, window.oldest.map(age))
        if rejected?.isDue(now) == true, let topic = rejected?.topic { subscribe(client, [topic], .rejected) }
        if let line = rejected?.line(now) { logger.warning("\(line)") }
        if let unstored, now >= unstored.retry { store(unstored.state, now) }
        return send(client, &window, now)
    }

    private func take(
        _ client: borrowing some BrokerLink & ~Copyable, _ window: inout DeliveryWindow, _ now: Nanoseconds
    ) {
        for (message, granted) in client.events.takeSubscribed() {
            switch subscriptions.removeValue(forKey: message) {
            case .shadow: handle(.subscribed(granted: granted), client, now)
            case .rejected:
                if rejected?.subscribed(granted: granted) == true {
                    logger.notice("the broker does not let us subscribe to rejected telemetry; going on without it")
                }
            case .summary, nil: break
            }
        }
        for (topic, payload) in client.events.takeReceived() {
            // The platform counts both directions.
            window.spend(topic: topic, bytes: payload.count)
            hasNews = true
            if rejected?.received(topic: topic) == true { continue }
            if summary?.received(topic: topic, payload: payload, now: now) == true {
                let code = summary?.refusal.map { " with \($0)" } ?? ""
                logger.warning("shadow \(SummaryReporter.name): summary refused\(code); next try later")
                continue
            }
            handle(.message(topic: topic, payload: payload), client, now)
        }
    }

    private func report(
        _ client: borrowing some BrokerLink & ~Copyable, _ now: Nanoseconds, _ oldest: @autoclosure () -> Int?
    ) {
        guard let make = settings?.summary else { return }
        let isAllowed = shadow?.phase == .synced
        for action in summary?.look(now, isAllowed: isAllowed, { make(oldest()) }) ?? [] {
            switch action {
            case .subscribe(let topics): subscribe(client, topics, .summary)
            case .publish(let topic, let payload): put(topic, payload)
            }
        }
    }

    private func handle(
        _ event: ShadowClient.Event, _ client: borrowing some BrokerLink & ~Copyable, _ now: Nanoseconds
    ) {
        guard let actions = shadow?.handle(event, now: now, random: &random) else { return }
        hasNews = true
        for action in actions {
            if case .subscribe(let topics) = action { subscribe(client, topics, .shadow) }
        }
        act(actions, now)
    }

    private func act(_ actions: [ShadowClient.Action], _ now: Nanoseconds) {
        for action in actions {
            switch action {
            case .subscribe: break
            case .publish(let topic, let payload): put(topic, payload)
            case .apply(let filter): self.filter.apply(filter)
            case .persist(let state): store(state, now)
            case .log(let level, let text): logger.log(level: level, "\(text)")
            }
        }
    }

    private func store(_ state: ShadowState, _ now: Nanoseconds) {
        do throws(SystemFault) {
            try keep(state)
            unstored = nil
        } catch {
            logger.warning("shadow: its state cannot be kept: \(error); it holds until a restart")
            unstored = (state, now + Self.storeRetry)
        }
    }

    private func subscribe(
        _ client: borrowing some BrokerLink & ~Copyable, _ topics: [String], _ subscription: Subscription
    ) {
        let (code, message) = client.subscribe(topics)
        // A broken connection shows elsewhere as well, and ends the session.
        if code == 0 { subscriptions[message] = subscription }
    }

    private func put(_ topic: String, _ payload: [UInt8]) {
        if outbox.count >= Self.outboxLimit { _ = outbox.popFirst() }
        outbox.append((topic, payload))
    }

    private func send(
        _ client: borrowing some BrokerLink & ~Copyable, _ window: inout DeliveryWindow, _ now: Nanoseconds
    ) -> Nanoseconds? {
        while let (topic, payload) = outbox.first {
            let wait = window.wait(topic: topic, bytes: payload.count, now: now)
            if wait > 0 { return now + wait }
            _ = outbox.popFirst()
            window.spend(topic: topic, bytes: payload.count)
            client.publishOnce(topic: topic, payload)
        }
        return nil
    }
}
