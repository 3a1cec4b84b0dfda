import TestServers

@testable import IoTTransport

/// A shadow client with a clock, randomness and a record of what it did.
struct ShadowHarness {
    static let base = "$aws/things/press-1/shadow"
    static let accepted: [Int32] = [1, 1, 1, 1, 1]

    var client: ShadowClient
    var now = 1_000 * MonotonicTime.second
    var random: Seeded
    var subscribed: [[String]] = []
    var published: [(topic: String, body: Tree, at: Nanoseconds)] = []
    var applied: [EventFilter] = []
    var persisted: [ShadowState] = []
    var logs: [String] = []

    init(state: ShadowState = ShadowState(), fallback: EventFilter = EventFilter(), seed: UInt64 = 1) {
        let topics = ShadowTopics(thing: "press-1", name: nil)
        client = ShadowClient(topics: topics, fallback: fallback, state: state)
        random = Seeded(seed)
    }

    mutating func event(_ event: ShadowClient.Event) {
        for action in client.handle(event, now: now, random: &random) {
            switch action {
            case .subscribe(let topics): subscribed.append(topics)
            case .publish(let topic, let payload): published.append((topic, Tree(payload) ?? .null, now))
            case .apply(let filter): applied.append(filter)
            case .persist(let state): persisted.append(state)
            case .log(let level, let text): logs.append("\(level): \(text)")
            }
        }
    }

    mutating func connect() {
        event(.connected)
        event(.subscribed(granted: Self.accepted))
    }

    mutating func receive(_ suffix: String, _ body: Tree) { receive(suffix, bytes: body.bytes) }

    mutating func receive(_ suffix: String, bytes: [UInt8]) {
        event(.message(topic: Self.base + suffix, payload: bytes))
    }

    /// Lets time pass, with every timer that falls into it.
    mutating func wait(_ seconds: Double) {
        let end = now + Nanoseconds(seconds * Double(MonotonicTime.second))
        var steps = 0
        while let due = client.due, due <= end, steps < 10_000 {
            now = max(now, due)
            event(.timer)
            steps += 1
        }
        now = end
    }

    /// Lets time pass until so many times the document was asked for, two hours at most.
    mutating func wait(untilGets count: Int) {
        let end = now + 7_200 * MonotonicTime.second
        while gets < count, now < end { wait(0.1) }
    }

    /// The token of the newest request under a topic.
    func token(_ suffix: String) -> Tree? { published.last { $0.topic == Self.base + suffix }?.body["clientToken"] }

    func count(_ suffix: String) -> Int { published.count { $0.topic == Self.base + suffix } }

    var gets: Int { count("/get") }
    var updates: [Tree] { published.filter { $0.topic == Self.base + "/update" }.map(\.body) }
    var reported: Tree? { updates.last?["state"]?["reported"] }

    mutating func answerGet(_ version: Int, desired: Tree? = nil, reported: Tree? = nil) {
        var state: [String: Tree] = [:]
        state["desired"] = desired
        state["reported"] = reported
        answerGet(["state": .object(state), "version": .number(Double(version))])
    }

    mutating func answerGet(_ body: Tree) {
        var members = body.object ?? [:]
        members["clientToken"] = token("/get")
        receive("/get/accepted", .object(members))
    }

    mutating func rejectGet(_ code: Int) {
        receive(
            "/get/rejected",
            ["code": .number(Double(code)), "message": "no", "clientToken": token("/get") ?? .null])
    }

    mutating func delta(_ version: Int, _ state: Tree) {
        receive("/update/delta", ["version": .number(Double(version)), "state": state, "timestamp": 5])
    }

    mutating func acceptUpdate(_ version: Int) {
        receive(
            "/update/accepted",
            [
                "version": .number(Double(version)), "clientToken": token("/update") ?? .null,
                "state": ["reported": reported ?? .null],
            ])
    }

    mutating func rejectUpdate(_ code: Int) {
        receive(
            "/update/rejected",
            ["code": .number(Double(code)), "message": "no", "clientToken": token("/update") ?? .null])
    }

    static let full: Tree = ["event_publishing_enabled": true, "event_type_blacklist": []]
}
