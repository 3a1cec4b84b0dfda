import Foundation
import TestServers
import Testing

/// A log that grows, is renamed, copied, truncated and replaced while the host that follows it is killed again and again.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct TailKillTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] != nil

    @Test(arguments: 1...(isLong ? 10 : 1))
    func `every row of a tailed log arrives under one id`(round: Int) async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(seed)
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: tail, topic: \"\(Plant.topic)\" }")
        let log = try GrowingLog(plant)
        for life in 0..<(Self.isLong ? 24 : 6) {
            let host = try plant.start()
            for _ in 0..<Int.random(in: 5...40, using: &random) {
                try log.change(&random)
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...30, using: &random)))
            }
            #expect(host.isRunning, "\(host.lines().suffix(3))")
            if life % 3 == 2 {
                // Nobody could read what is cut off unread.
                let isRead = try await eventually(.seconds(30)) { Received(subscriber.lines()).distinct == log.rows }
                #expect(isRead, "\(Received(subscriber.lines()).distinct) of \(log.rows)")
                try log.truncate()
                try log.append(Int.random(in: 1...500, using: &random))
            }
            host.kill()
            if Bool.random(using: &random) { try log.change(&random) }
        }
        let last = try plant.start(["--once"])
        #expect(try await last.exitStatus(within: .seconds(120)) == 0, "\(last.lines().suffix(3))")
        var received = Received([])
        _ = try await eventually(.seconds(30)) {
            received = Received(subscriber.lines())
            return received.distinct >= log.rows
        }
        #expect(received.distinct == log.rows)
        #expect(received.underTwoIDs == 0)
        #expect(received.changed == 0)
        let balance = try #require(last.lines().last { $0.contains("\"message\":\"stopped\"") })
        #expect(balance.contains("\"queued\":\(log.rows),") && balance.contains("\"dead\":0"), "\(balance)")
        print("\(log.rows) rows in \(log.changes), received \(received.total - received.distinct) again")
    }
}
