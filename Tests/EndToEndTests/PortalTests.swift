import Foundation
import Glibc
import TestServers
import Testing

/// Messages over HTTP, through the host itself: invariants 1, 2 and 4 for senders that repeat what was not answered.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct PortalTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] != nil

    @Test(arguments: 1...(isLong ? 5 : 1))
    func `senders lose nothing while the host is killed again and again`(round: Int) async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(seed)
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: portal, topic: \"\(Plant.topic)\" }")
        let port = try plant.openPortal()
        let jobs = Self.isLong ? 4000 : 500
        let senders = (0..<4).map { sender in
            SignalSender(port: port, jobs: (0..<jobs).map { "job-\(sender)-\($0)" })
        }
        let running = senders.map { sender in Task { try await sender.run() } }
        defer { for task in running { task.cancel() } }
        var kills = 0
        while Self.left(senders) > 0, kills < (Self.isLong ? 30 : 6) {
            let host = try plant.start()
            let before = Self.left(senders)
            // It must have done some work, or the test would show nothing.
            _ = try await eventually(.seconds(30)) { Self.left(senders) < before }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &random)))
            host.kill()
            kills += 1
        }
        print("killed \(kills) times")
        let host = try plant.start()
        #expect(try await eventually(.seconds(120)) { Self.left(senders) == 0 }, "\(host.lines().suffix(3))")
        var received = Received([])
        _ = try await eventually(.seconds(60)) {
            received = Received(subscriber.lines())
            return received.distinct >= senders.count * jobs
        }
        #expect(received.distinct == senders.count * jobs)
        #expect(received.underTwoIDs == 0)
        #expect(senders.allSatisfy { $0.tally.deleted.isEmpty })
        print("tried \(senders.reduce(0) { $0 + $1.tally.tries }), received \(received.total)")
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(20)) == 0)
    }

    /// Signals that have not been answered.
    private static func left(_ senders: [SignalSender]) -> Int {
        senders.reduce(0) { $0 + $1.tally.waiting.count }
    }

    @Test func `a port that is taken stops neither the host nor another source, and is tried again`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: taken, topic: \"\(Plant.topic)\" }")
        let taken = try TestBroker.listener()
        let port = try plant.openPortal(TestBroker.port(of: taken))
        let host = try plant.start()
        #expect(
            try await eventually(.seconds(30)) {
                host.lines().contains {
                    $0.contains("cannot listen on 127.0.0.1:\(port)") && $0.contains("starts again in")
                }
            })
        try plant.feed(1)
        #expect(try await eventually(.seconds(30)) { try plant.places().done == 1 })
        close(taken)
        let sender = SignalSender(port: port, jobs: ["job-late"])
        try await sender.run()
        #expect(sender.tally.answered == ["job-late"])
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(20)) == 0)
    }

    @Test func `two press files with the same address and path are refused`() throws {
        let plant = try Plant(broker: "{ host: 127.0.0.1, port: 1, clientId: twice, topic: t }")
        let port = try plant.openPortal(id: "one")
        try plant.openPortal(port, id: "two")
        let check = try HostProcess.run(["check", "--config", plant.configuration])
        #expect(check.status == 78)
        #expect(check.complaints.contains("http://127.0.0.1:\(port)/jmfportal is read already at"))
    }
}
