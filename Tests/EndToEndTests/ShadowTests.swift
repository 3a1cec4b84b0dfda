import Foundation
import Glibc
import TestServers
import Testing

/// The built host and its operator's commands against mosquitto with a shadow service beside it.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct ShadowTests {
    @Test func `the operator's switch stops a type at both ends, and lets it come again`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let service = try #require(try await ShadowService.start(port: broker.port))
        defer { service.stop() }
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: hall, topic: \"\(Plant.topic)\" }",
            more: "shadow: on")
        var host = try plant.start()
        try plant.feed(10)
        #expect(try await eventually(.seconds(30)) { Received(subscriber.lines()).distinct == 10 }, "\(host.lines())")
        // Offline: the switch is set through the command.
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        let set = try HostProcess.run(
            ["shadow", "set", "--config", plant.configuration, "--add-blacklist", "ODA.JobEvent"])
        #expect(set.status == 0 && set.output.contains("event_type_blacklist"), "\(set)")
        #expect(set.complaints.contains("has not followed yet"))
        host = try plant.start()
        try plant.feed(5)
        #expect(
            try await eventually(.seconds(30)) {
                host.lines().contains { $0.contains("blacklist") && $0.contains("ODA.JobEvent") }
            }, "\(host.lines())")
        try plant.feed(20)
        #expect(try await eventually(.seconds(30)) { try plant.places().done == 3 })
        let get = try HostProcess.run(["shadow", "get", "--config", plant.configuration, "--json"])
        #expect(get.status == 0 && get.output.contains("\"reported\""), "\(get)")
        let check = try HostProcess.run(["check", "--connect", "--config", plant.configuration])
        #expect(check.status == 0 && check.output.contains("shadow: version"), "\(check)")
        let removed = try HostProcess.run(
            ["shadow", "set", "--config", plant.configuration, "--remove-blacklist", "ODA.JobEvent"])
        #expect(removed.status == 0 && removed.complaints.isEmpty, "\(removed)")
        try plant.feed(7)
        #expect(try await eventually(.seconds(30)) { Received(subscriber.lines()).distinct >= 17 })
        #expect(Received(subscriber.lines()).distinct == 17, "the 25 in between were filtered")
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
    }

    @Test func `commands say what is wrong`() async throws {
        let broker = try TestBroker()
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: hall, topic: \"\(Plant.topic)\" }")
        let nobody = try HostProcess.run(["check", "--connect", "--config", plant.configuration])
        #expect(nobody.status == 1 && nobody.complaints.contains("mqtt://127.0.0.1:\(broker.port): TCP"), "\(nobody)")
        let nothing = try HostProcess.run(["shadow", "set", "--config", plant.configuration])
        #expect(nothing.status == 64 && nothing.complaints.contains("say what to set"), "\(nothing)")
    }
}
