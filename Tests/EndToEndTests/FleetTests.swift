import Foundation
import IoTTransport
import Logging
import TestServers
import Testing

/// Fleets of simulated presses through the host into a broker: every event arrives under an id of its own, and the
/// counters balance.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct FleetTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] != nil

    @Test func `an hour of ten presses arrives`() async throws {
        let queued = try await run(presses: 10, duration: "1h", speed: 10_000, within: .seconds(60))
        // 7 to 8 thousand a day of 16 hours, and what the first and last jobs add.
        #expect((4_000...5_500).contains(queued))
    }

    @Test(.enabled(if: isLong, "skipped: takes minutes; ADAPTER_HOST_LONG=1 runs it"))
    func `a day of 150 presses arrives`() async throws {
        let queued = try await run(presses: 150, duration: "24h", speed: 1_000, within: .seconds(1_200))
        #expect((150 * 7_000...150 * 8_000).contains(queued))
    }

    /// Runs a fleet to the end of its simulated time; returns how many events were queued.
    private func run(presses: Int, duration: String, speed: Int, within limit: Duration) async throws -> Int {
        let broker = try TestBroker()
        try await broker.start()
        let counter = try #require(try await IDCounter.listening(port: broker.port, topic: Plant.topic))
        defer { counter.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: fleet, topic: \"\(Plant.topic)\" }")
        try plant.addPress(
            "fleet",
            """
            adapter: synthetic
            presses: \(presses)
            speed: \(speed)
            duration: \(duration)
            events: [status, ink, energy]
            asset: { type: SheetfedPress }
            unknownAsset: useKey
            """)
        let start = ContinuousClock.now
        let host = try plant.start(["--once"])
        #expect(try await host.exitStatus(within: limit) == 0, "\(host.lines().suffix(3))")
        let elapsed = ContinuousClock.now - start
        let counters = try plant.counters()
        #expect(counters.mapped == counters.queued + counters.filtered + counters.duplicate + counters.dead)
        #expect(counters.queued == counters.waiting + counters.acknowledged + counters.filteredLate)
        #expect(counters.queued == counters.mapped && counters.acknowledged == counters.queued)
        let came = try await eventually(.seconds(60)) { counter.counts.total >= counters.queued }
        #expect(came)
        #expect(counter.counts == (counters.queued, counters.queued))
        let rate = Int(Double(counters.queued) / (Double(elapsed.components.seconds) + 0.5))
        print("\(presses) presses, \(duration) at ×\(speed): \(counters.queued) events in \(elapsed), \(rate)/s")
        print("received \(counter.counts.total), under \(counter.counts.distinct) ids; dead \(counters.dead)")
        return counters.queued
    }
}
