import Foundation
import IoTTransport
import TestServers
import Testing

/// Invariants 1, 2 and 4: nothing is lost and nothing changes its identity, however often the host dies.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct KillTests {
    /// Once, and in the long run ten times, each with a seed of its own.
    private static let rounds = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == nil ? 1 : 10

    @Test(arguments: 1...rounds)
    func `killed ten times while 100,000 events pass, every one arrives under one id`(round: Int) async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(seed)
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: kill, topic: \"\(Plant.topic)\" }")
        for _ in 0..<10 {
            for _ in 0..<4 { try plant.feed(2500) }
            let host = try plant.start()
            try await Task.sleep(for: .milliseconds(Int.random(in: 60...900, using: &random)))
            #expect(host.isRunning)
            host.kill()
            try expectSound(plant, "seed \(seed)")
        }
        let last = try plant.start(["--once"])
        #expect(try await last.exitStatus(within: .seconds(120)) == 0, "\(last.lines().suffix(3))")
        var received = Received([])
        _ = try await eventually(.seconds(30)) {
            received = Received(subscriber.lines())
            return received.distinct >= plant.fed
        }
        #expect(plant.fed == 100_000)
        #expect(received.distinct == plant.fed)
        #expect(received.underTwoIDs == 0)
        #expect(received.changed == 0)
        let places = try plant.places()
        #expect(places == (0, 40, 0))
        print("received \(received.total), of them \(received.total - received.distinct) again")
    }

    @Test(arguments: 1...rounds)
    func `killed ten times among groups of small files, every record arrives under one id`(round: Int) async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(seed)
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: kill, topic: \"\(Plant.topic)\" }")
        for _ in 0..<10 {
            for _ in 0..<400 { try plant.feed(2) }
            let host = try plant.start()
            try await Task.sleep(for: .milliseconds(Int.random(in: 60...600, using: &random)))
            #expect(host.isRunning)
            host.kill()
            try expectSound(plant, "seed \(seed)")
        }
        let last = try plant.start(["--once"])
        #expect(try await last.exitStatus(within: .seconds(120)) == 0, "\(last.lines().suffix(3))")
        var received = Received([])
        _ = try await eventually(.seconds(30)) {
            received = Received(subscriber.lines())
            return received.distinct >= plant.fed
        }
        #expect(plant.fed == 8_000)
        #expect(received.distinct == plant.fed)
        #expect(received.underTwoIDs == 0)
        #expect(received.changed == 0)
        let places = try plant.places()
        #expect(places == (0, 4_000, 0))
        // Read once and stored once, however often the host died in between.
        #expect(last.lines().contains { $0.contains("\"message\":\"stopped\"") && $0.contains("\"queued\":8000") })
        print("received \(received.total), of them \(received.total - received.distinct) again")
    }

    /// A message that was queued before a kill is dropped when it comes again: else it would be queued a second time, with
    /// a later time of sending.
    @Test func `killed while messages are sent again and again, each is queued once`() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(seed)
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: again, topic: \"\(Plant.topic)\" }")
        for _ in 0..<6 {
            for _ in 0..<4 { try plant.feedMessages(500, again: 2_000) }
            let host = try plant.start()
            try await Task.sleep(for: .milliseconds(Int.random(in: 60...900, using: &random)))
            host.kill()
        }
        try plant.feedMessages(0, again: plant.fed)
        let last = try plant.start(["--once"])
        #expect(try await last.exitStatus(within: .seconds(120)) == 0, "\(last.lines().suffix(3))")
        var received = Received([])
        _ = try await eventually(.seconds(30)) {
            received = Received(subscriber.lines())
            return received.distinct >= plant.fed
        }
        #expect(plant.fed == 12_000 && received.distinct == plant.fed)
        #expect(received.underTwoIDs == 0)
        #expect(received.changed == 0)
        let balance = try #require(last.lines().last { $0.contains("\"duplicate\":") })
        #expect(balance.contains("\"queued\":12000,"), "\(balance)")
    }

    /// What the kill left on disk: every page and chunk is whole, and the counters balance.
    private func expectSound(_ plant: Plant, _ what: String) throws {
        let path = plant.folder.file("state/spool.sqlite")
        // Killed before it was made, or while it was: then nothing was promised.
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size > 0,
            let reader = try? SpoolReader(path: path)
        else { return }
        var findings: [String] = []
        _ = try reader.verify { findings.append("\($0)") }
        #expect(findings == [], "\(what)")
        let overview = try reader.overview()
        #expect(overview.counters.balances, "\(what): \(overview.counters)")
    }
}
