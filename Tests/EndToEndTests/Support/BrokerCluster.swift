import Foundation
import Glibc
import TestServers

/// Three nats-server nodes that store together (JetStream) and listen for MQTT.
final class BrokerCluster {
    static let program = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The nodes' MQTT ports.
    let ports: [Int]
    private let folder: TemporaryFolder
    private var processes: [Process?] = [nil, nil, nil]

    init() throws {
        folder = try TemporaryFolder()
        ports = try (0..<3).map { _ in try TestBroker.freePort() }
        let routes = try (0..<3).map { _ in try TestBroker.freePort() }
        let clients = try (0..<3).map { _ in try TestBroker.freePort() }
        for node in 0..<3 {
            try """
            server_name: node\(node)
            listen: 127.0.0.1:\(clients[node])
            jetstream { store_dir: "\(folder.file("store\(node)"))" }
            cluster {
              name: hall
              listen: 127.0.0.1:\(routes[node])
              routes: [\(routes.map { "\"nats-route://127.0.0.1:\($0)\"" }.joined(separator: ", "))]
            }
            mqtt { listen: 127.0.0.1:\(ports[node]) }
            """.write(toFile: folder.file("node\(node).conf"), atomically: true, encoding: .utf8)
        }
    }

    deinit {
        for node in 0..<3 { kill(node) }
    }

    func start(_ node: Int) throws {
        guard let program = Self.program else { return }
        processes[node] = try TestBroker.launch(program, ["-c", folder.file("node\(node).conf")], output: nil)
    }

    /// SIGKILL.
    func kill(_ node: Int) {
        guard let process = processes[node] else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        processes[node] = nil
    }

    /// Whether a node stores what it is sent: that takes two of them.
    func stores(_ node: Int) async throws -> Bool {
        guard let publisher = TestBroker.publisher else { return false }
        return try await eventually(.seconds(60)) {
            let arguments = [
                "-h", "127.0.0.1", "-p", "\(ports[node])", "-i", "probe\(node)", "-q", "1", "-t", "probe", "-m", "x",
            ]
            let probe = try TestBroker.launch(publisher, arguments, output: nil)
            probe.waitUntilExit()
            return probe.terminationStatus == 0
        }
    }
}
