import TestServers

@testable import IoTTransport

/// One random history of a shadow client.
struct ShadowFuzzRun {
    private struct Packet {
        let message: ShadowModel.Message
        let due: Nanoseconds
    }

    private static let base = ShadowHarness.base
    private static let second = Double(MonotonicTime.second)

    var client: ShadowHarness
    private var model = ShadowModel()
    private var random: Seeded
    private var network: [Packet] = []
    private var handled = 0
    private var isConnected = false
    private var answered = 0
    private var answersSubscribe = true
    /// Whether packets may be lost, changed or invented.
    private var isRough = true
    /// Whether somebody else wrote to `reported` on this connection: without a wish no delta tells the client.
    private var isDisturbed = false
    /// Every value that was ever validly desired or configured, by key: the client may hold and report no other.
    private var legal: [String: [Tree]] = ["event_publishing_enabled": [true], "event_type_blacklist": [[]]]

    init(seed: UInt64) {
        client = ShadowHarness(seed: seed)
        random = Seeded(seed ^ 0xF00D)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func pick<Element>(_ elements: [Element]) -> Element? { elements.randomElement(using: &random) }

    /// Plays it; what went wrong, or nil.
    mutating func play() -> String? {
        for _ in 0..<120 { step() }
        return settle() ?? fault()
    }

    private mutating func step() {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: isConnected ? disconnect() : connect()
        case 1...3: desire()
        case 4: interfere()
        case 5 where isRough: invent()
        default: break
        }
        if !isConnected, chance(50) { connect() }
        pass(Double.random(in: 0...1.5, using: &random))
    }

    private mutating func connect() {
        client.event(.connected)
        handled = client.published.count
        isConnected = true
        isDisturbed = false
        answersSubscribe = chance(97)
        answerSubscribe()
    }

    /// A SUBACK for every SUBSCRIBE, as a rule.
    private mutating func answerSubscribe() {
        guard client.subscribed.count > answered else { return }
        answered = client.subscribed.count
        if answersSubscribe { client.event(.subscribed(granted: ShadowHarness.accepted)) }
    }

    private mutating func disconnect() {
        client.event(.disconnected)
        isConnected = false
        network = []
    }

    /// Lets time pass: requests reach the service, its answers the client, each after a while of its own.
    private mutating func pass(_ seconds: Double) {
        let end = client.now + Nanoseconds(seconds * Self.second)
        var rounds = 0
        while rounds < 500 {
            rounds += 1
            transmit()
            let next = network.enumerated().min { $0.element.due < $1.element.due }
            let moment = MonotonicTime.earlier(next?.element.due, client.client.due)
            guard let moment, moment <= end else { break }
            client.now = max(client.now, moment)
            if let next, next.element.due <= client.now {
                network.remove(at: next.offset)
                if isConnected {
                    // A broken copy comes beside the message, not in its place: what is lost for good no client can know.
                    let message = next.element.message
                    let broken = garbled(next.element)
                    if broken != message.payload { client.event(.message(topic: message.topic, payload: broken)) }
                    client.event(.message(topic: message.topic, payload: message.payload))
                }
            } else {
                client.event(.timer)
                answerSubscribe()
            }
        }
        client.now = max(client.now, end)
    }

    private mutating func garbled(_ packet: Packet) -> [UInt8] {
        var bytes = packet.message.payload
        guard isRough, chance(3), !bytes.isEmpty else { return bytes }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
        case 1: bytes[Int.random(in: 0..<bytes.count, using: &random)] = 0
        default: bytes.insert(0xFF, at: Int.random(in: 0...bytes.count, using: &random))
        }
        return bytes
    }

    /// What the client has published goes to the service.
    private mutating func transmit() {
        while handled < client.published.count {
            let (topic, body, _) = client.published[handled]
            handled += 1
            if isRough, chance(8) { continue }
            send(model.receive(ShadowModel.Message(topic: topic, payload: body.bytes)))
        }
    }

    private mutating func send(_ messages: [ShadowModel.Message]) {
        for message in messages where isConnected {
            // A message that is lost is not a case: subscriptions are at QoS 1. It is repeated, and takes its time.
            for _ in 0..<(isRough && chance(10) ? 2 : 1) {
                let delay = isRough ? Double.random(in: 0.01...0.8, using: &random) : 0.01
                network.append(Packet(message: message, due: client.now + Nanoseconds(delay * Self.second)))
            }
        }
    }

    // MARK: Others

    private mutating func desire() {
        var desired: [String: Tree] = [:]
        if chance(50) {
            let value = Tree.bool(chance(50))
            desired["event_publishing_enabled"] = value
            legal["event_publishing_enabled", default: []].append(value)
        }
        if chance(50) {
            let value = Tree.array((0..<Int.random(in: 0..<3, using: &random)).map { .string("type-\($0)") })
            desired["event_type_blacklist"] = value
            legal["event_type_blacklist", default: []].append(value)
        }
        if chance(12) { desired["event_publishing_enabled"] = pick(["off", 1, [], ["a": true]]) }
        if chance(12) { desired["event_type_blacklist"] = pick(["x", [1], ["a", true], 7]) }
        if chance(8) { desired["event_publishing_enabled"] = .null }
        if chance(8) { desired["firmware"] = pick([1, "x", ["deep": ["er": 1]]]) }
        let section = chance(3) ? Tree.null : .object(desired)
        request("/update", ["state": ["desired": section], "clientToken": "operator"])
    }

    /// Somebody else reads, or writes `reported`, which only the device should.
    private mutating func interfere() {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: request("/get", ["clientToken": "operator"])
        case 1:
            isDisturbed = true
            request("/update", ["state": ["reported": ["event_publishing_enabled": .bool(chance(50))]]])
        case 2:
            isDisturbed = true
            request("/update", ["state": ["reported": .null]])
        default: request("/update", ["state": ["reported": ["temperature": 20]]])
        }
    }

    private mutating func request(_ suffix: String, _ body: Tree) {
        send(model.receive(ShadowModel.Message(topic: Self.base + suffix, payload: body.bytes)))
    }

    /// Messages that the service never sent: stale versions, wrong shapes, others' tokens.
    private mutating func invent() {
        let texts = [
            "", "null", "[]", "{}", "{\"state\":null,\"version\":1}", "{\"state\":{\"desired\":[]},\"version\":2}",
            "{\"version\":\"7\",\"state\":{\"event_publishing_enabled\":false}}", "{\"state\":7,\"version\":-1}",
            "{\"code\":404}", "{\"code\":\"404\",\"clientToken\":7}", "{\"clientToken\":null,\"version\":3}",
            "{\"state\":{\"event_publishing_enabled\":null},\"version\":0}", String(repeating: "[", count: 5_000),
            "{\"state\":{\"desired\":{\"event_publishing_enabled\":false}},\"version\":1,\"clientToken\":\"other\"}",
        ]
        let topics = ["/get/accepted", "/get/rejected", "/update/accepted", "/update/rejected", "/update/delta", "/x"]
        guard isConnected, let text = pick(texts), let topic = pick(topics) else { return }
        client.receive(topic, bytes: Array(text.utf8))
    }

    // MARK: What must hold

    private func fault() -> String? {
        if client.published.count > 2_000 { return "a loop: \(client.published.count) publishes" }
        for (topic, body, _) in client.published {
            guard topic.hasSuffix("/update") else { continue }
            guard let state = body["state"]?.object, Array(state.keys) == ["reported"] else {
                return "writes more than reported: \(body.text)"
            }
            for (key, value) in state["reported"]?.object ?? [:] where legal[key]?.contains(value) != true {
                return "reports what nobody wished: \(key) = \(value.text)"
            }
        }
        let times = client.published.filter { $0.topic.hasSuffix("/update") }.map(\.at)
        if zip(times.dropFirst(), times).contains(where: { $0 - $1 < MonotonicTime.second }) {
            return "writes more than once a second"
        }
        return nil
    }

    /// From here on the network is good and nobody else writes: the client must agree with the document and fall silent.
    private mutating func settle() -> String? {
        isRough = false
        answersSubscribe = true
        pass(10)
        if isConnected, isDisturbed { disconnect() }
        if !isConnected {
            client.event(.connected)
            handled = client.published.count
            isConnected = true
            answerSubscribe()
        }
        // Longer than any back-off, and than the hour without a shadow.
        for _ in 0..<9 { pass(900) }
        let before = client.published.count
        pass(7_200)
        if client.published.count != before { return "does not fall silent: \(client.published.suffix(3))" }
        guard let document = model.documents[Self.base] else { return "made no shadow" }
        let policy = client.client.policy
        for key in policy.keys {
            guard let value = Tree(policy.value(of: key).bytes) else { continue }
            if document.reported[key.rawValue] != value {
                return "\(key.rawValue) holds \(value.text), reported \(document.reported[key.rawValue]?.text ?? "-")"
            }
            guard let desired = document.desired[key.rawValue], desired != value else { continue }
            if legal[key.rawValue]?.contains(desired) == true {
                return "\(key.rawValue) holds \(value.text), desired \(desired.text)"
            }
        }
        if let last = client.applied.last, last != policy.filter { return "applied \(last), holds \(policy.filter)" }
        return nil
    }
}
