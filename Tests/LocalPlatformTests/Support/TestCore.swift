@testable import LocalPlatform

/// The platform without sockets: a clock that is set, and what each connection was sent.
struct TestCore {
    var core: PlatformCore
    var now: Moment
    private(set) var sent: [ConnectionID: [MQTTPacket]] = [:]
    private(set) var closed: Set<ConnectionID> = []
    private(set) var effects: [Effect] = []
    private var lastID: UInt64 = 0

    init(limits: PlatformLimits = .aws) {
        now = Moment(monotonic: 1_000 * Moment.second, wall: 1_800_000_000_000)
        core = PlatformCore(stage: "dev", limits: limits, seed: 1, now: now)
    }

    mutating func open(isTLS: Bool = false, commonName: String? = nil) -> ConnectionID {
        lastID += 1
        let id = ConnectionID(number: lastID)
        core.opened(id, address: "127.0.0.1:\(lastID)", isTLS: isTLS, now: now)
        if isTLS { core.authenticated(id, commonName: commonName) }
        return id
    }

    /// A client that is connected, as far as the platform lets it.
    mutating func connect(_ client: String, _ change: (inout MQTTConnect) -> Void = { _ in }) -> ConnectionID {
        let id = open()
        var connect = MQTTConnect(clientID: client)
        change(&connect)
        give(id, .connect(connect))
        return id
    }

    mutating func give(_ id: ConnectionID, _ packet: MQTTPacket) {
        core.received(packet, from: id, now: now)
        take()
    }

    mutating func publish(
        _ id: ConnectionID, _ topic: String, _ payload: String = "{}", quality: UInt8 = 1, packetID: UInt16 = 1
    ) {
        give(
            id,
            .publish(
                MQTTPublish(
                    topic: topic, payload: Array(payload.utf8), qualityOfService: quality,
                    packetID: quality == 0 ? 0 : packetID)))
    }

    mutating func subscribe(_ id: ConnectionID, _ filters: String..., quality: UInt8 = 1) {
        give(id, .subscribe(9, filters.map { MQTTSubscription(filter: $0, qualityOfService: quality) }))
    }

    mutating func advance(seconds: Double) {
        now = now.after(nanoseconds: Int64(seconds * Double(Moment.second)))
        core.tick(now: now)
        take()
    }

    /// What the core decided; to be called after each call of it that does not go through here.
    mutating func take() {
        for effect in core.effects {
            switch effect {
            case .send(let id, let packet, _): sent[id, default: []].append(packet)
            case .close(let id, _): closed.insert(id)
            default: break
            }
        }
        effects += core.effects
        core.effects = []
    }

    /// What a connection was sent since the last call.
    mutating func received(_ id: ConnectionID) -> [MQTTPacket] { sent.removeValue(forKey: id) ?? [] }

    /// Topic and text of the messages to a connection since the last call.
    mutating func messages(_ id: ConnectionID) -> [String] {
        received(id).compactMap { packet in
            guard case .publish(let publish) = packet else { return nil }
            return "\(publish.topic) \(String(decoding: publish.payload, as: UTF8.self))"
        }
    }

    var log: [String] {
        effects.compactMap { if case .log(let line) = $0 { line } else { nil } }
    }
}

extension MQTTPacket {
    static let accepted = MQTTPacket.connack(sessionPresent: false, code: .accepted)

    static func refused(_ code: MQTTConnectCode) -> MQTTPacket { .connack(sessionPresent: false, code: code) }
}
