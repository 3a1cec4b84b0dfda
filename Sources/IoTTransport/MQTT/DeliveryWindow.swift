/// What may be published when, and what a PUBACK completes. Pure: event in, action out, time passed in.
///
/// It holds chunks in their order. Every event of them is unsent, in flight or acknowledged; when a session ends, those
/// in flight are unsent again and go out in the next session, the same bytes.
struct DeliveryWindow {
    struct Outgoing {
        let chunk: EventChunk
        let index: Int
        fileprivate let slot: Int
    }

    /// An event that left without a PUBACK.
    private struct Drop {
        enum Cause {
            case filter(rule: String)
            case dead(DeadLetter)
        }
        let index: Int
        let cause: Cause
    }

    private struct Slot {
        let stored: StoredChunk
        var next: Int
        var open: Int
        /// Acknowledged or dropped.
        var acknowledged: [Bool]
        var drops: [Drop] = []

        /// What left without a PUBACK, among the events before `end`.
        func departures(before end: Int) -> Departures {
            drops.reduce(into: stored.departures) { departures, drop in
                guard drop.index < end else { return }
                switch drop.cause {
                case .filter(let rule): departures.filtered[rule, default: 0] += 1
                case .dead(let letter): departures.dead.append(letter)
                }
            }
        }
    }

    private struct Place {
        let slot: Int
        let index: Int

        func isBehind(_ other: Place) -> Bool { (slot, index) > (other.slot, other.index) }
    }

    private struct Flight {
        let message: Int32
        let slot: Int
        let index: Int
        let sent: Nanoseconds
        var done = false
    }

    private let limit: Int
    private let timeout: Nanoseconds
    private var publishes: TokenBucket
    private var bytes: TokenBucket
    private var slots = FIFO<Slot>()
    /// The number of the first slot; slots are numbered on and on.
    private var base = 0
    private var sending = 0
    private var flights = FIFO<Flight>()
    private var unacknowledged = 0
    private var completed: [CompletedChunk] = []
    private var late = LateFilter(EventFilter()) { _ in nil }
    private var hasDropped = false
    /// The last event that was published in this session, and the last one of sessions that were cut: up to there one event
    /// goes out at a time.
    private var reached: Place?
    private var frontier: Place?
    private(set) var inFlight = 0
    /// When the rate allows the next publish; nil when the rate holds nothing back.
    private(set) var heldUntil: Nanoseconds?

    init(_ settings: DeliverySettings) {
        limit = settings.window
        timeout = MonotonicTime.nanoseconds(settings.acknowledgementTimeout)
        publishes = TokenBucket(rate: settings.rate, burst: settings.rateBurst)
        bytes = TokenBucket(rate: settings.byteRate, burst: settings.byteBurst)
    }

    /// Events that are not sent, or were sent in a session that ended.
    var unsent: Int { unacknowledged - inFlight }
    var wantsChunks: Bool { unsent < limit }
    var room: Int { limit - inFlight }

    /// The filter that events meet when they leave; those in flight finish.
    mutating func filter(by late: LateFilter) { self.late = late }

    /// Whether events were dropped since the last call: then there may be room for more.
    mutating func takeHasDropped() -> Bool {
        defer { hasDropped = false }
        return hasDropped
    }

    /// The chunk of the oldest event that is neither acknowledged nor dropped.
    var oldest: Int64? { slots.first?.stored.id }

    /// The time until another message may be published within the same rates as events.
    mutating func wait(topic: String, bytes count: Int, now: Nanoseconds) -> Nanoseconds {
        max(publishes.wait(for: 1, now: now), bytes.wait(for: Double(count + topic.utf8.count + 8), now: now))
    }

    /// Another message was published or received: it counts as an event does.
    mutating func spend(topic: String, bytes count: Int) {
        publishes.take(1)
        bytes.take(Double(count + topic.utf8.count + 8))
    }

    mutating func add(_ stored: StoredChunk) {
        let count = stored.chunk.count
        var acknowledged = [Bool](repeating: false, count: count)
        for index in 0..<stored.first { acknowledged[index] = true }
        let open = count - stored.first
        slots.append(Slot(stored: stored, next: stored.first, open: open, acknowledged: acknowledged))
        unacknowledged += open
    }

    /// The event to publish now; nil when the window is full, the rate holds it back, or there is none.
    mutating func next(now: Nanoseconds) -> Outgoing? {
        heldUntil = nil
        guard inFlight < limit, !late.holdsAll else { return nil }
        while sending < base + slots.count, let slot = slots[sending - base] {
            guard let index = slot.acknowledged[slot.next...].firstIndex(of: false) else {
                sending += 1
                continue
            }
            let chunk = slot.stored.chunk
            if let rule = late.rule(against: chunk.type(at: index)) {
                drop(from: index, in: sending, rule)
                continue
            }
            if let frontier {
                if Place(slot: sending, index: index).isBehind(frontier) {
                    self.frontier = nil
                } else if inFlight > 0 {
                    return nil
                }
            }
            let size = Self.wireBytes(chunk, index)
            let wait = max(publishes.wait(for: 1, now: now), bytes.wait(for: size, now: now))
            if wait > 0 {
                heldUntil = now + wait
                return nil
            }
            return Outgoing(chunk: chunk, index: index, slot: sending)
        }
        return nil
    }

    /// Drops an event, and those behind it that the same rule drops: a long backlog goes a chunk at a time.
    private mutating func drop(from first: Int, in slot: Int, _ rule: String) {
        let offset = slot - base
        guard let chunk = slots[offset]?.stored.chunk else { return }
        var index = first
        while index < chunk.count, slots[offset]?.acknowledged[index] == false {
            guard index == first || late.rule(against: chunk.type(at: index)) == rule else { break }
            slots[offset]?.acknowledged[index] = true
            slots[offset]?.drops.append(Drop(index: index, cause: .filter(rule: rule)))
            slots[offset]?.open -= 1
            unacknowledged -= 1
            index += 1
        }
        slots[offset]?.next = index
        hasDropped = true
        completeIfDone(offset)
    }

    /// The library took it under this message id.
    mutating func published(_ outgoing: Outgoing, message: Int32, now: Nanoseconds) {
        publishes.take(1)
        bytes.take(Self.wireBytes(outgoing.chunk, outgoing.index))
        slots[outgoing.slot - base]?.next = outgoing.index + 1
        reached = Place(slot: outgoing.slot, index: outgoing.index)
        flights.append(Flight(message: message, slot: outgoing.slot, index: outgoing.index, sent: now))
        inFlight += 1
    }

    /// A PUBACK. False for one that nothing waits for.
    mutating func acknowledged(_ message: Int32) -> Bool {
        // PUBACKs come in order as a rule, so this finds it at the front.
        var position = 0
        while position < flights.count {
            if let flight = flights[position], flight.message == message, !flight.done {
                flights[position]?.done = true
                while flights.first?.done == true { _ = flights.popFirst() }
                complete(flight)
                return true
            }
            position += 1
        }
        return false
    }

    private mutating func complete(_ flight: Flight) {
        inFlight -= 1
        unacknowledged -= 1
        let offset = flight.slot - base
        slots[offset]?.acknowledged[flight.index] = true
        slots[offset]?.open -= 1
        completeIfDone(offset)
    }

    private mutating func completeIfDone(_ offset: Int) {
        guard let slot = slots[offset], slot.open == 0 else { return }
        completed.append(CompletedChunk(stored: slot.stored, departures: slot.departures(before: .max)))
        while slots.first?.open == 0 {
            _ = slots.popFirst()
            base += 1
        }
        sending = max(sending, base)
    }

    /// The chunks whose events are all acknowledged or dropped, each once.
    mutating func takeCompleted() -> [CompletedChunk] {
        guard !completed.isEmpty else { return [] }
        defer { completed = [] }
        return completed
    }

    /// When the oldest publish has waited too long for its PUBACK; nil when nothing is in flight.
    var acknowledgementDue: Nanoseconds? {
        flights.first.map { $0.sent + timeout }
    }

    /// The oldest event in flight.
    var oldestInFlight: PoisonWatch.Position? {
        guard let flight = flights.first, let slot = slots[flight.slot - base] else { return nil }
        return PoisonWatch.Position(chunk: slot.stored.id, index: flight.index)
    }

    /// Makes a dead letter of an event; before ``sessionEnded(isCareful:)``. Nil when it is not held here.
    mutating func giveUp(_ position: PoisonWatch.Position, _ reason: String) -> DeadLetter? {
        for offset in 0..<slots.count {
            guard let slot = slots[offset], slot.stored.id == position.chunk else { continue }
            guard slot.acknowledged[position.index] == false else { return nil }
            let chunk = slot.stored.chunk
            let letter = DeadLetter(
                source: slot.stored.source, code: "poison", reason: reason,
                origin: "spool chunk \(position.chunk), event \(position.index + 1)",
                bytes: chunk.withEvent(at: position.index) { Array($0) }, topic: chunk.topic,
                type: chunk.type(at: position.index))
            slots[offset]?.acknowledged[position.index] = true
            slots[offset]?.drops.append(Drop(index: position.index, cause: .dead(letter)))
            slots[offset]?.open -= 1
            unacknowledged -= 1
            completeIfDone(offset)
            return letter
        }
        return nil
    }

    /// All in flight is to be published again; `isCareful`: one event at a time.
    mutating func sessionEnded(isCareful: Bool = false) {
        if !isCareful {
            frontier = nil
        } else if let reached {
            frontier = frontier.map { reached.isBehind($0) ? reached : $0 } ?? reached
        }
        reached = nil
        flights = FIFO()
        inFlight = 0
        sending = base
        heldUntil = nil
        for offset in 0..<slots.count { slots[offset]?.next = 0 }
    }

    /// Chunk → its leading events that are acknowledged or dropped, for chunks that are partly so.
    var prefixes: [Int64: ChunkPrefix] {
        var result: [Int64: ChunkPrefix] = [:]
        for offset in 0..<slots.count {
            guard let slot = slots[offset], slot.open > 0 else { continue }
            let prefix = slot.acknowledged.firstIndex(of: false) ?? 0
            if prefix > slot.stored.storedFirst {
                result[slot.stored.id] = ChunkPrefix(events: prefix, departures: slot.departures(before: prefix))
            }
        }
        return result
    }

    /// With the headers of MQTT.
    private static func wireBytes(_ chunk: EventChunk, _ index: Int) -> Double {
        Double(chunk.size(at: index) + chunk.topic.utf8.count + 8)
    }
}
