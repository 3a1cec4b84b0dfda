@testable import IoTTransport

/// A broker that keeps what it got and does everything else that brokers do: loses, delays, repeats and reorders PUBACKs,
/// stops answering, cuts, dislikes an event.
final class ModelBroker {
    /// What is on the way to the broker, or its answer on the way back.
    enum Packet {
        case publish(message: Int32, topic: String, bytes: [UInt8])
        case request(topic: String, payload: [UInt8])
        case subscribe(message: Int32, filters: [String])
    }

    let clock: SimulationClock
    let canary: Canary?
    /// Whether the platform has a shadow service; without one it refuses the SUBSCRIBE.
    let hasShadow: Bool
    /// Events by their id, as they came first.
    private(set) var received: [String: [UInt8]] = [:]
    /// Events that came twice in different bytes.
    private(set) var changed: [String] = []
    private(set) var publishes = 0
    private var shadow = ModelShadow()

    init(_ clock: SimulationClock, hasShadow: Bool, canary: Canary?) {
        self.clock = clock
        self.hasShadow = hasShadow
        self.canary = canary
    }

    /// What it answers. Nil when the packet made it cut the connection.
    func take(_ packet: Packet, from link: ModelLink) -> Bool {
        switch packet {
        case .publish(let message, _, let bytes):
            publishes += 1
            if Record.isPoison(bytes) { return false }
            if canary != .acknowledgesUnread { keep(bytes) }
            link.acknowledge(message)
        case .request(let topic, let payload):
            if hasShadow { deliver(shadow.answer(topic, payload, second: clock.wall) ?? [], to: link) }
        case .subscribe(let message, let filters):
            link.filters = hasShadow ? filters : []
            link.events.subscribed(message, filters.map { _ in hasShadow ? 1 : 0x80 })
        }
        return true
    }

    /// The operator's side changes what the shadow desires.
    func operate(_ payload: String, thing: String, link: ModelLink?) {
        let topic = "$aws/things/\(thing)/shadow/update"
        let messages = shadow.answer(topic, Array(payload.utf8), second: clock.wall) ?? []
        if let link { deliver(messages, to: link) }
    }

    private func deliver(_ messages: [ModelShadow.Message], to link: ModelLink) {
        for (topic, payload) in messages where link.filters.contains(topic) { link.events.received(topic, payload) }
    }

    private func keep(_ bytes: [UInt8]) {
        let id = Record.id(of: bytes)
        if let before = received[id] {
            if before != bytes { changed.append(id) }
        } else {
            received[id] = bytes
        }
    }
}
