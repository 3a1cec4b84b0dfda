import Foundation
import Glibc
import IoTTransport
import TestServers
import Testing

/// Two hosts publish to a cluster of brokers of which nodes die: see docs/scaling-out.md.
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == "1", "set ADAPTER_HOST_LONG=1"),
    .enabled(
        if: BrokerCluster.program != nil && TestBroker.subscriber != nil, "skipped: no nats-server or mosquitto_sub"))
struct ClusterTests {
    private func plant(_ name: String, _ ports: [Int]) throws -> Plant {
        let others = ports.dropFirst().map { "\"127.0.0.1:\($0)\"" }.joined(separator: ", ")
        return try Plant(
            broker: """
                { host: 127.0.0.1, port: \(ports[0]), others: [\(others)], clientId: \(name), topic: telemetry/\(name) }
                """,
            more: "delivery: { acknowledgementTimeout: 5s }")
    }

    private func sessions(_ host: HostProcess) -> Int { host.lines().count { $0.contains(": connected as ") } }

    @Test func `a node is killed and comes back, then another: every event arrives`() async throws {
        let cluster = try BrokerCluster()
        for node in 0..<3 { try cluster.start(node) }
        for node in 0..<3 { try #require(try await cluster.stores(node), "node \(node)") }

        // Its session lives in the cluster, so what comes while it is away is kept for it.
        let folder = try TemporaryFolder()
        let output = folder.file("received")
        let consumer = try TestBroker.launch(
            try #require(TestBroker.subscriber),
            [
                "-h", "127.0.0.1", "-p", "\(cluster.ports[1])", "-q", "1", "-c", "-i", "consumer", "-t", "telemetry/#",
                "-F", "%t %p",
            ],
            output: output)
        defer { consumer.terminate() }
        func received(_ name: String) -> Received {
            let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            return Received(text.split(separator: "\n").filter { $0.hasPrefix("telemetry/\(name) ") }.map(String.init))
        }

        let ports = cluster.ports
        let plants = [
            try plant("hall-1", [ports[0], ports[1], ports[2]]), try plant("hall-2", [ports[2], ports[0], ports[1]]),
        ]
        let hosts = try plants.map { try $0.start() }
        func feed(_ times: Int) async throws {
            for _ in 0..<times {
                for plant in plants { try plant.feed(200) }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        try await feed(1)
        try #require(try await eventually(.seconds(30)) { hosts.allSatisfy { self.sessions($0) == 1 } })
        try #require(try await eventually(.seconds(60)) { received("hall-1").distinct > 0 }, "the consumer listens")

        for (node, host) in [(0, hosts[0]), (2, hosts[1])] {
            try await feed(3)
            let before = sessions(host)
            cluster.kill(node)
            try await feed(3)
            #expect(try await eventually(.seconds(60)) { self.sessions(host) > before }, "\(host.lines().suffix(3))")
            try await feed(3)
            try cluster.start(node)
            #expect(try await cluster.stores(node))
        }
        try await feed(1)
        for (name, plant) in zip(["hall-1", "hall-2"], plants) {
            let all = try await eventually(.seconds(120)) { received(name).distinct == plant.fed }
            let got = received(name)
            #expect(all && got.underTwoIDs == 0 && got.changed == 0, "\(name): \(got.distinct) of \(plant.fed)")
        }
        for (host, plant) in zip(hosts, plants) {
            // The consumer can have an event whose PUBACK was lost with its node: that one is published again first.
            let all = "\"acknowledged\":\(plant.fed),"
            #expect(try await eventually(.seconds(60)) { host.lines().contains { $0.contains(all) } })
            host.signal(SIGTERM)
            #expect(try await host.exitStatus(within: .seconds(20)) == 0)
            let counters = try plant.counters()
            #expect(counters.waiting == 0 && counters.acknowledged == plant.fed && counters.deadLetters == 0)
        }
    }
}
