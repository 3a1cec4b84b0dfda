/// Moves events from the spool to a broker link, and acknowledgements back, a turn at a time.
///
/// It has no clock, socket, file or thread of its own: ``DeliveryWorker`` runs it on a connection, the simulation on a model
/// of one. There is no other way from the spool to a broker. Used by one thread.
final class DeliveryCore {
    /// What a turn ended with.
    enum Turn {
        /// Nothing more to do until this moment, unless the broker, the spool or a caller has something.
        case wait(until: Nanoseconds)
        /// The session is over.
        case ended(DeliveryFault)
        /// As asked, and in order.
        case stopped
    }

    /// How often the library looks after its keep-alive.
    private static let tick = MonotonicTime.second

    private let spool: Spool
    private let generation: Int
    private let chunkEvents: Int
    private let filter: LiveFilter
    private let eventType: (UInt16) -> EventTypeTable.Name?
    private let side: SideTraffic
    private var engine: DeliveryEngine
    /// Which filter the window has.
    private var filterGeneration = 0
    private var nextTick: Nanoseconds = 0
    /// PUBACKs since the start.
    private(set) var acknowledged = 0

    /// - Parameter generation: from ``Spool/attach(_:)``.
    init(
        spool: Spool, generation: Int, settings: DeliverySettings, filter: LiveFilter,
        side: SideTraffic
    ) {
        self.spool = spool
        self.generation = generation
        self.filter = filter
        self.side = side
        chunkEvents = settings.window
        engine = DeliveryEngine(settings)
        eventType = { [spool] in spool.eventType(of: $0) }
    }

    var inFlight: Int { engine.window.inFlight }

    /// There was a CONNACK.
    func connected(_ link: borrowing some BrokerLink & ~Copyable, _ now: Nanoseconds) {
        engine.connected(now)
        nextTick = now + Self.tick
        side.connected(link, now)
    }

    /// Answers what the broker sent, publishes what may go, looks after the session.
    ///
    /// - Parameter stopBy: until when PUBACKs may still come; nil while nobody wants to stop.
    func turn(
        _ link: borrowing some BrokerLink & ~Copyable, _ now: Nanoseconds, stopBy: Nanoseconds?
    ) -> Turn {
        release()
        if let stopBy, engine.window.inFlight == 0 || now >= stopBy {
            link.disconnect()
            return .stopped
        }
        var held: Nanoseconds?
        if stopBy == nil {
            let sideHeld = side.exchange(link, &engine.window, now, age: spool.age(ofChunk:))
            refilter()
            let answerBy = side.holdsDelivery(now)
            held = MonotonicTime.earlier(MonotonicTime.earlier(sideHeld, answerBy), side.due)
            if answerBy == nil {
                pull()
                if let fault = fill(link, now) { return .ended(fault) }
                // What was dropped made room, and more may follow at once.
                if engine.window.takeHasDropped() { held = now }
                release()
            }
        }
        if let fault = engine.overdue(now) { return .ended(fault) }
        if now >= nextTick {
            nextTick = now + Self.tick
            let code = link.keepAlive()
            if code != 0 { return .ended(MosquittoClient.lost(code)) }
        }
        var until = min(nextTick, engine.window.acknowledgementDue ?? .max, stopBy ?? .max)
        if stopBy == nil { until = min(until, engine.window.heldUntil ?? .max, held ?? .max) }
        return .wait(until: until)
    }

    /// No session came about.
    func refused(_ fault: DeliveryFault, chance: Double) -> DeliveryEngine.Retry {
        engine.refused(fault, chance: chance)
    }

    /// The session is over; a nil fault means that it was to stop, and nothing follows. `chance` is within 0..<1.
    func ended(
        _ fault: DeliveryFault?, clientID: String, now: Nanoseconds, chance: Double
    ) -> DeliveryEngine.Retry? {
        let isExplained = side.isSuspicious
        side.disconnected(now)
        let retry = fault.map {
            engine.ended($0, clientID: clientID, isExplained: isExplained, now: now, chance: chance)
        }
        if retry == nil { engine.stopped() }
        release()
        spool.acknowledge(prefixes: engine.window.prefixes)
        return retry
    }

    /// Takes the PUBACKs that came; after every reading from the link, also the last one.
    func take(_ events: MosquittoEvents) {
        guard !events.acknowledged.isEmpty else { return }
        for message in events.acknowledged where engine.acknowledged(message) { acknowledged += 1 }
        events.acknowledged.removeAll(keepingCapacity: true)
    }

    /// Passes on what is complete.
    private func release() {
        let completed = engine.window.takeCompleted()
        if !completed.isEmpty { spool.release(completed, generation: generation) }
    }

    /// Passes a changed filter on to the window.
    private func refilter() {
        let (current, generation) = filter.state
        guard generation != filterGeneration else { return }
        filterGeneration = generation
        engine.window.filter(by: LateFilter(current, lookup: eventType))
    }

    private func pull() {
        guard engine.window.wantsChunks else { return }
        for stored in spool.take(generation: generation, events: chunkEvents) { engine.window.add(stored) }
    }

    /// Publishes what window and rate allow, in full TCP segments.
    private func fill(_ link: borrowing some BrokerLink & ~Copyable, _ now: Nanoseconds) -> DeliveryFault? {
        guard var outgoing = engine.window.next(now: now) else { return nil }
        let corked = engine.window.room > 1 && engine.window.unsent > 1
        if corked { link.cork(true) }
        defer { if corked { link.cork(false) } }
        while true {
            let topic = outgoing.chunk.topic
            let (code, message) = outgoing.chunk.withEvent(at: outgoing.index) { link.publish(topic: topic, $0) }
            guard code == 0 || message != 0 else { return DeliveryFault(.library, MosquittoClient.text(code)) }
            engine.window.published(outgoing, message: message, now: now)
            // A broken connection shows here first; reading tells why.
            guard code == 0, let next = engine.window.next(now: now) else { return nil }
            outgoing = next
        }
    }
}
