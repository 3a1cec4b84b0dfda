import CMosquitto
import Glibc

/// The operator's side of a shadow, over a connection of its own: reads the document and writes `desired`. Blocks its
/// caller, so it is for commands and not for the host.
public final class ShadowOperator {
    /// Why there is no answer.
    public struct Fault: Error, CustomStringConvertible {
        /// For a person; says what was asked of whom.
        public let description: String
        /// The service's code when it refused: 403, 409 ….
        public let code: Int?
        /// Whether the broker did not let this client in.
        public let isRefusal: Bool
        /// Why there is no session at all; nil when there is one.
        public var session: DeliveryFault?
    }

    private let client: MosquittoClient
    private let broker: BrokerSettings
    private let topics: ShadowTopics
    private let timeout: Nanoseconds
    private var random = SystemRandomNumberGenerator()

    private init(
        _ client: consuming MosquittoClient, _ broker: BrokerSettings, _ topics: ShadowTopics, _ timeout: Duration
    ) {
        self.client = client
        self.broker = broker
        self.topics = topics
        self.timeout = MonotonicTime.nanoseconds(timeout)
    }

    deinit { client.disconnect() }

    /// Connects and subscribes to the service's answers.
    ///
    /// - Parameters:
    ///   - broker: with the client id to use; the one of a host that runs would cut the host.
    ///   - thing: whose shadow.
    ///   - name: nil for the classic shadow.
    ///   - timeout: for each step.
    ///   - subscribes: whether to subscribe at once; otherwise ``subscribe()`` comes before all that asks the service.
    /// - Throws: ``Fault``.
    public static func connect(
        _ broker: BrokerSettings, thing: String, name: String?, timeout: Duration = .seconds(10),
        subscribes: Bool = true
    ) throws(Fault) -> ShadowOperator {
        signal(SIGPIPE, SIG_IGN)
        let opening: SessionOpening
        do {
            let wakeup = try Wakeup()
            opening = SessionOpening(broker: broker, window: 1, wakeup: wakeup, isStopping: { false })
        } catch {
            throw Fault(description: "\(error)", code: nil, isRefusal: false)
        }
        let found: ShadowOperator?
        do throws(DeliveryFault) {
            let topics = ShadowTopics(thing: thing, name: name)
            if let client = try opening.open() {
                found = ShadowOperator(client, broker, topics, timeout)
            } else {
                found = nil
            }
        } catch {
            throw Fault(
                description: "\(broker.endpoint): \(error)", code: nil, isRefusal: error.isRefusal, session: error)
        }
        guard let found else {
            throw Fault(description: "\(broker.endpoint): stopped", code: nil, isRefusal: false)
        }
        if subscribes { try found.subscribe() }
        return found
    }

    /// Subscribes to the service's answers, once.
    /// - Throws: ``Fault``.
    public func subscribe() throws(Fault) {
        let wanted = [topics.getAccepted, topics.getRejected, topics.updateAccepted, topics.updateRejected]
        let (code, message) = client.subscribe(wanted)
        guard code == 0 else { throw fault("SUBSCRIBE: \(MosquittoClient.text(code))") }
        var granted: [Int32]?
        try wait("no SUBACK") {
            granted = self.client.events.takeSubscribed().first { $0.message == message }?.granted ?? granted
            return granted != nil
        }
        guard granted?.allSatisfy({ (0...2).contains($0) }) == true else {
            throw fault("the broker refuses the subscriptions to the shadow's answers")
        }
    }

    /// The document; nil when there is no shadow yet.
    /// - Throws: ``Fault``.
    public func get() throws(Fault) -> ShadowDocument? {
        let answer = try ask(topics.get, [:], accepted: topics.getAccepted, rejected: topics.getRejected)
        if answer.isAccepted { return ShadowDocument(value: answer.document) }
        if answer.document["code"]?.integer == 404 { return nil }
        throw refusal("get", answer.document)
    }

    /// Writes `desired`; a document that changed in between is read again, a few times.
    /// - Throws: ``Fault``.
    public func set(_ change: ShadowChange) throws(Fault) {
        for isLast in [false, false, true] {
            let document = try get()
            var body: [String: JSONValue] = [
                "state": .object(["desired": .object(change.desired(over: document))])
            ]
            body["version"] = document?.version.map { .number("\($0)") }
            let answer = try ask(topics.update, body, accepted: topics.updateAccepted, rejected: topics.updateRejected)
            if answer.isAccepted { return }
            let isConflict = answer.document["code"]?.integer == 409
            if !isConflict || isLast { throw refusal("update", answer.document) }
        }
    }

    /// Publishes one event as a host would, at QoS 1, and waits for its PUBACK.
    /// - Throws: ``Fault``.
    public func publish(topic: String, _ event: [UInt8]) throws(Fault) {
        let (code, message) = event.withUnsafeBytes { client.publish(topic: topic, $0) }
        guard code == 0 || message != 0 else { throw fault("PUBLISH: \(MosquittoClient.text(code))") }
        try wait("no PUBACK for an event on \(topic)") { self.client.events.acknowledged.contains(message) }
    }

    private func ask(
        _ topic: String, _ body: [String: JSONValue], accepted: String, rejected: String
    ) throws(Fault) -> (isAccepted: Bool, document: JSONValue) {
        let token = "operator-" + String(random.next() as UInt64, radix: 16)
        var body = body
        body["clientToken"] = .string(token)
        client.publishOnce(topic: topic, JSONValue.object(body).bytes)
        var answer: (isAccepted: Bool, document: JSONValue)?
        try wait("no answer on \(accepted): is there a shadow service?") {
            for (topic, payload) in self.client.events.takeReceived() where topic == accepted || topic == rejected {
                guard let document = JSONReader.value(of: payload), document["clientToken"] == .string(token) else {
                    continue
                }
                answer = (topic == accepted, document)
            }
            return answer != nil
        }
        guard let answer else { throw fault("no answer") }
        return answer
    }

    /// Moves bytes until `isDone`.
    private func wait(_ complaint: String, _ isDone: () -> Bool) throws(Fault) {
        let deadline = MonotonicTime.now() + timeout
        while !isDone() {
            let left = deadline - MonotonicTime.now()
            if left <= 0 { throw fault(complaint) }
            let wanted = POLLIN | (client.wantsWrite ? POLLOUT : 0)
            var watched = pollfd(fd: client.socket, events: Int16(wanted), revents: 0)
            _ = poll(&watched, 1, Polling.milliseconds(min(left, MonotonicTime.second)))
            var code = client.keepAlive()
            if code == 0, Int32(watched.revents) & ~POLLOUT != 0 { code = client.read() }
            if code == 0, Int32(watched.revents) & POLLOUT != 0 { code = client.write() }
            if code != 0, !isDone() { throw fault("connection lost: \(MosquittoClient.text(code))") }
        }
    }

    private func fault(_ text: String) -> Fault {
        Fault(description: "\(broker.endpoint), client id \(broker.clientID): \(text)", code: nil, isRefusal: false)
    }

    private func refusal(_ what: String, _ document: JSONValue) -> Fault {
        let code = document["code"]?.integer
        let words = document["message"]?.string ?? "no reason given"
        return Fault(
            description: "the shadow service refuses the \(what): \(code.map { "\($0) " } ?? "")\(words)", code: code,
            isRefusal: false)
    }
}
