import NIOCore
import Synchronization

/// The platform with its connections, for all threads: a lock around ``PlatformCore``, and the doing of its effects.
final class PlatformEngine: Sendable {
    private struct Guarded {
        var core: PlatformCore
        var links: [ConnectionID: ConnectionLink] = [:]
        var lastID: UInt64 = 0
    }

    /// What the effects need besides the connections.
    struct Surroundings: Sendable {
        var log: @Sendable (String) -> Void
        var storeShadows: @Sendable () -> Void
        var storeAssets: @Sendable () -> Void
        var streams: EventStreams
    }

    private let guarded: Mutex<Guarded>
    private let surroundings: Surroundings

    init(core: PlatformCore, surroundings: Surroundings) {
        guarded = Mutex(Guarded(core: core))
        self.surroundings = surroundings
    }

    /// Asks or tells the platform something, and does what follows.
    @discardableResult
    func perform<Result: Sendable>(_ body: (inout PlatformCore, Moment) -> Result) -> Result {
        let (result, steps) = guarded.withLock { guarded -> (Result, [Step]) in
            let result = body(&guarded.core, .now)
            return (result, Self.steps(&guarded))
        }
        run(steps)
        return result
    }

    func opened(_ link: ConnectionLink, address: String, isTLS: Bool) -> ConnectionID {
        let (id, isReading) = guarded.withLock { guarded in
            guarded.lastID += 1
            let id = ConnectionID(number: guarded.lastID)
            guarded.links[id] = link
            guarded.core.opened(id, address: address, isTLS: isTLS, now: .now)
            return (id, !guarded.core.faults.stopReading)
        }
        if !isReading { link.setStopped(true) }
        return id
    }

    func closed(_ id: ConnectionID, reason: String) {
        perform { core, now in core.closed(id, reason: reason, now: now) }
        guarded.withLock { $0.links[id] = nil }
    }

    func writability(_ id: ConnectionID, _ isWritable: Bool) {
        let link = guarded.withLock { guarded in
            guarded.core.writability(id, isWritable)
            return guarded.links[id]
        }
        link?.setWritable(isWritable)
    }

    // MARK: Effects

    private enum Step {
        case send(ConnectionID, ConnectionLink, MQTTPacket, delay: Int64)
        case close(ConnectionID, ConnectionLink, atOnce: Bool)
        case pause(ConnectionLink, Int64)
        case reading([ConnectionLink], Bool)
        case other(Effect)
    }

    /// The effects with the connections that they concern.
    private static func steps(_ guarded: inout Guarded) -> [Step] {
        let effects = guarded.core.effects
        guard !effects.isEmpty else { return [] }
        guarded.core.effects.removeAll(keepingCapacity: true)
        return effects.compactMap { effect in
            switch effect {
            case .send(let id, let packet, let delay):
                guarded.links[id].map { .send(id, $0, packet, delay: delay) }
            case .close(let id, let atOnce): guarded.links[id].map { .close(id, $0, atOnce: atOnce) }
            case .pause(let id, let nanoseconds): guarded.links[id].map { .pause($0, nanoseconds) }
            case .reading(let isReading): .reading(Array(guarded.links.values), isReading)
            case .event, .shadow, .storeShadows, .storeAssets, .log: .other(effect)
            }
        }
    }

    /// What goes to one connection in a row is one write.
    private func run(_ steps: [Step]) {
        var waiting: [ConnectionID: (link: ConnectionLink, buffer: ByteBuffer, delay: Int64)] = [:]
        func flush(_ id: ConnectionID) {
            if let (link, buffer, delay) = waiting.removeValue(forKey: id) { link.send(buffer, delay: delay) }
        }
        for step in steps {
            switch step {
            case .send(let id, let link, let packet, let delay):
                if let other = waiting[id]?.delay, other != delay { flush(id) }
                MQTTEncoder.write(packet, to: &waiting[id, default: (link, ByteBuffer(), delay)].buffer)
            case .close(let id, let link, let atOnce):
                flush(id)
                link.close(atOnce: atOnce)
            case .pause(let link, let nanoseconds): link.pause(nanoseconds: nanoseconds)
            case .reading(let links, let isReading): for link in links { link.setStopped(!isReading) }
            case .other(let effect): other(effect)
            }
        }
        for id in waiting.keys.sorted() { flush(id) }
    }

    private func other(_ effect: Effect) {
        switch effect {
        case .event(let summary):
            if surroundings.streams.hasReaders { surroundings.streams.send("event", summary.json) }
        case .shadow(let id, let document):
            let name = id.name.map(JSONValue.string) ?? .null
            surroundings.streams.send("shadow", ["thing": .string(id.thing), "name": name, "document": document])
        case .storeShadows: surroundings.storeShadows()
        case .storeAssets: surroundings.storeAssets()
        case .log(let line): surroundings.log(line)
        case .send, .close, .pause, .reading: break
        }
    }
}
