import GRDB
import Synchronization
import TestServers

@testable import IoTTransport

/// A seed's world: one host after the other on one disk, one broker, an operator, and everything that can go wrong. At first
/// things go wrong as the plan says, then they stop, and all that was accepted must arrive or be accounted for.
final class World {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Actions in which things go wrong, and the most until all must have arrived.
    private static let storm = 600
    private static let patience = 60_000

    private let plan: Plan
    private let clock = SimulationClock()
    private let broker: ModelBroker
    private let canary: Canary?
    private var random: Seeded
    private var host: ModelHost
    private var actions = 0
    /// What has happened in this world, by name.
    private(set) var tally: [String: Int] = [:]

    init(seed: UInt64, canary: Canary? = nil) throws {
        var random = Seeded(seed)
        plan = Plan(&random)
        broker = ModelBroker(clock, hasShadow: plan.hasShadow, canary: canary)
        self.canary = canary
        host = try ModelHost(plan, ModelDisk(), clock, canary: canary, random: Seeded(random.next()))
        self.random = random
    }

    deinit { _ = host.kill(ghost: false) }

    /// - Throws: ``Failure`` when an invariant is broken.
    func run() throws {
        while !isDone {
            actions += 1
            if actions > Self.patience { throw Failure(description: "does not drain: \(host.spool.counters())") }
            if actions == Self.storm { calm() }
            if actions < Self.storm { try misfortune() }
            let moved = act()
            try check()
            if !moved { clock.advance(to: nextMoment) }
        }
        try balance()
        let counters = host.spool.counters()
        tally["acknowledged"] = counters.acknowledged
        tally["given up"] = counters.deadLate
        tally["dead"] = counters.dead
        tally["duplicate"] = counters.duplicate
        tally["filtered"] = counters.filtered
        tally["filtered late"] = counters.filteredLate
        tally["published again"] = broker.publishes - broker.received.count
    }

    private var isStormy: Bool { actions < Self.storm }

    private var isDone: Bool {
        let counters = host.spool.counters()
        return !isStormy && counters.mapped == plan.sources * plan.records && counters.waiting == 0
    }

    private func happens(_ inThousand: Int) -> Bool { Int.random(in: 0..<1_000, using: &random) < inThousand }

    private var chance: Double { Double.random(in: 0..<1, using: &random) }

    /// Everybody does something, in any order.
    private func act() -> Bool {
        var moved = false
        for actor in (0..<4).shuffled(using: &random) {
            switch actor {
            case 0: moved = host.runSources() || moved
            case 1: moved = host.runStore() || moved
            case 2: moved = host.runDelivery({ connect() }, chance: chance) || moved
            default: moved = runBroker() || moved
            }
            if isStormy, happens(plan.kill) {
                try? restart()
                return true
            }
        }
        return moved
    }

    private func connect() -> ModelLink? { isStormy && happens(plan.refuse) ? nil : ModelLink(clock) }

    private func runBroker() -> Bool {
        guard case .session(let link, _) = host.connection, !link.isHalfOpen else { return false }
        if let packet = link.outgoing.first, happens(700) {
            link.outgoing.removeFirst()
            if !broker.take(packet, from: link) { host.cut(chance: chance) }
            return true
        }
        guard !link.acknowledgements.isEmpty else { return !link.outgoing.isEmpty }
        let index = happens(800) ? 0 : Int.random(in: 0..<link.acknowledgements.count, using: &random)
        if isStormy, happens(plan.losePuback) {
            link.acknowledgements.remove(at: index)
        } else {
            link.hear(index, again: isStormy && happens(plan.repeatPuback))
        }
        return true
    }

    private func misfortune() throws {
        if happens(plan.cut), case .session = host.connection {
            tally["cut", default: 0] += 1
            host.cut(chance: chance)
        }
        if happens(plan.halfOpen), case .session(let link, _) = host.connection {
            tally["half-open", default: 0] += 1
            link.isHalfOpen = true
        }
        if happens(plan.diskFault) {
            tally["disk fault", default: 0] += 1
            let codes = [ResultCode.SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_READONLY]
            host.store.weather = happens(400) ? .full : .fails(codes.randomElement(using: &random) ?? .SQLITE_IOERR)
        } else if happens(200) {
            host.store.weather = .calm
        }
        if happens(plan.clockJump) { clock.jump(seconds: Int64.random(in: -90_000...90_000, using: &random)) }
        if happens(plan.operate) { operate() }
    }

    private func operate() {
        let desired = [
            #"{"event_type_blacklist":["ODA"]}"#, #"{"event_type_blacklist":["prinect.xjmf.S1"]}"#,
            #"{"event_type_blacklist":[]}"#, #"{"event_publishing_enabled":false}"#,
            #"{"event_publishing_enabled":true}"#, #"{"event_type_blacklist":7,"unknown":null}"#,
        ]
        var link: ModelLink?
        if case .session(let open, _) = host.connection, !open.isHalfOpen { link = open }
        let wish = desired.randomElement(using: &random) ?? ""
        broker.operate("{\"state\":{\"desired\":\(wish)}}", thing: ModelHost.thing, link: link)
    }

    /// From here on everything works.
    private func calm() {
        host.store.weather = .calm
        if case .session(let link, _) = host.connection { link.isHalfOpen = false }
    }

    /// kill -9, and a new start on what is on disk.
    private func restart() throws {
        tally["killed", default: 0] += 1
        let disk = host.kill(ghost: happens(500))
        host = try ModelHost(plan, disk, clock, canary: canary, random: Seeded(random.next()))
    }

    private var nextMoment: Nanoseconds {
        var due = host.storeDue ?? .max
        switch host.connection {
        case .offline(let until): due = min(due, until)
        case .session(_, let until): due = min(due, until)
        }
        return max(clock.now + 1_000, min(due, clock.now + 3_600 * MonotonicTime.second))
    }

    /// What holds at every moment.
    private func check() throws {
        let counters = host.store.disk.counters
        if !counters.balances { throw Failure(description: "counters do not balance: \(counters)") }
        let waiting = host.store.disk.chunks.values.reduce(0) { $0 + $1.chunk.count - $1.first }
        if counters.waiting != waiting {
            throw Failure(description: "\(waiting) events on disk, \(counters.waiting) counted as waiting")
        }
        if let id = broker.changed.first { throw Failure(description: "event \(id) came in other bytes") }
        let (pending, free) = host.spool.mailbox.shared.withLock { ($0.pendingBytes, $0.feed.freeBytes) }
        // One append, or one chunk, may go beyond a limit that it alone exceeds.
        if pending > plan.memoryBytes + 12 * Record.largest * 2 || free < -80_000 {
            throw Failure(description: "memory: \(pending) bytes pending, \(free) free for delivery")
        }
    }

    /// What holds in the end: each record is exactly one thing.
    private func balance() throws {
        let counters = host.spool.counters()
        let total = plan.sources * plan.records
        func expect(_ holds: Bool, _ what: String) throws {
            if !holds {
                throw Failure(description: "\(what): \(total) records, \(broker.received.count) received, \(counters)")
            }
        }
        try expect(counters.mapped == total, "a record was read twice or never")
        try expect(broker.received.count >= counters.acknowledged, "an event was acknowledged and did not arrive")
        let accounted = counters.queued - counters.filteredLate - counters.deadLate - counters.dropped
        try expect(broker.received.count >= accounted, "an event is lost")
        try expect(broker.received.count <= counters.queued, "an event came under two ids")
        try expect(counters.dead + counters.deadLate == host.store.disk.letters.count, "a dead letter is lost")
        if !plan.hasShadow { try expect(counters.filtered + counters.filteredLate == 0, "filtered without a filter") }
    }
}
