import Foundation
import TestServers
import Testing

/// What the built host writes to standard error.
@Suite(.serialized, .enabled(if: TestBroker.program != nil, "skipped: no mosquitto")) struct LogProcessTests {
    /// Stands in payloads only.
    private static let mark = "only-in-payloads"

    private func plant(_ more: String) async throws -> (Plant, TestBroker) {
        let broker = try TestBroker()
        try await broker.start()
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: log, topic: \"\(Plant.topic)\" }", more: more)
        try plant.setPress("assets: { \"6000\": { id: x, type: T } }")
        for device in ["6000", "7000"] {
            try plant.put(
                "<ProductionDataAcquisition><Message DeviceID=\"\(device)\"><JobEvent JobID=\"\(Self.mark)\"/></Message>"
                    + "</ProductionDataAcquisition>")
        }
        try plant.put(
            "<ProductionDataAcquisition><Message DeviceID=\"6000\"><JobEvent JobID=\"\(Self.mark)\">\(Self.mark)")
        return (plant, broker)
    }

    @Test func `payloads never stand in the log, whether they became an event, a dead letter or nothing`() async throws
    {
        let (plant, broker) = try await plant("")
        defer { broker.kill() }
        let host = try plant.start(["--once"])
        #expect(try await host.exitStatus(within: .seconds(30)) == 1)
        #expect(try plant.places() == (0, 2, 1))
        let lines = host.lines()
        #expect(lines.contains { $0.contains("\"dead\":1") && $0.contains("\"queued\":1") }, "\(lines)")
        #expect(!lines.contains { $0.contains(Self.mark) }, "\(lines)")
        let refused = lines.filter { $0.contains("\"level\":\"warning\"") && $0.contains("moved to") }
        #expect(refused.count == 1 && refused[0].contains("\"component\":\"sources\""), "\(lines)")
        #expect(refused[0].contains("\"file\":\"feed-3.xml\"") && refused[0].contains("\"press\":\"cutter-1\""))
    }

    @Test func `levels by component and the form come from the configuration`() async throws {
        let (plant, broker) = try await plant("log: { level: error, components: { sources: debug }, format: text }")
        defer { broker.kill() }
        let host = try plant.start(["--once"])
        #expect(try await host.exitStatus(within: .seconds(30)) == 1)
        let lines = host.lines()
        #expect(
            lines.contains { $0.contains(": 1 records") && $0.contains(" file=feed-1.xml press=cutter-1") }, "\(lines)")
        #expect(!lines.contains { $0.contains("started") || $0.contains("connected as") }, "\(lines)")
    }
}
