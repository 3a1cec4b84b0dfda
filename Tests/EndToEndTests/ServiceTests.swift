import Foundation
import Glibc
import TestServers
import Testing

/// The built host under a service manager, which here is a socket of the test's.
@Suite struct ServiceTests {
    private let plant: Plant
    private let socket: NotifySocket

    init() throws {
        // Nothing listens there: a host is ready all the same.
        plant = try Plant(broker: "{ host: 127.0.0.1, port: 9, clientId: service, topic: \"\(Plant.topic)\" }")
        socket = try NotifySocket(plant.folder.file("notify"))
    }

    private func start(_ more: [String: String] = [:]) throws -> HostProcess {
        try HostProcess(
            ["run", "--config", plant.configuration], log: plant.log,
            environment: ["NOTIFY_SOCKET": socket.name].merging(more) { $1 })
    }

    @Test func `a host says that it is ready, alive, how it does, and that it stops`() async throws {
        let host = try start(["WATCHDOG_USEC": "200000"])
        #expect(try await eventually { socket.received().contains("READY=1") }, "\(host.lines())")
        let spool = plant.folder.file("state/spool.sqlite")
        #expect(FileManager.default.fileExists(atPath: spool), "the spool is open")
        try plant.feed(2)
        #expect(
            try await eventually {
                socket.received().contains { $0.hasPrefix("STATUS=") && $0.contains("2 events wait") }
            },
            "\(socket.received())")
        func alive() -> Int { socket.received().count { $0 == "WATCHDOG=1" } }
        let before = alive()
        #expect(try await eventually { alive() >= before + 5 })
        host.signal(SIGTERM)
        // The system keeps ten notices for a manager that does not read.
        #expect(try await eventually { !socket.received().isEmpty && !host.isRunning })
        #expect(try await host.exitStatus(within: .zero) == 0)
        let notices = socket.received()
        #expect(notices.first == "READY=1", "\(notices)")
        let stopping = notices.filter { $0.hasPrefix("STOPPING=1") }
        // 10 s for sources and acknowledgements, 5 s for the last commit, 5 s to spare.
        #expect(stopping == ["STOPPING=1\nEXTEND_TIMEOUT_USEC=20000000"])
        #expect(!host.lines().contains { $0.contains("NOTIFY_SOCKET") })
    }

    @Test func `a host that nobody watches says nothing of being alive`() async throws {
        let host = try start(["WATCHDOG_USEC": "200000", "WATCHDOG_PID": "1"])
        #expect(try await eventually { socket.received().contains { $0.hasPrefix("STATUS=") } })
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(10)) == 0)
        #expect(!socket.received().contains("WATCHDOG=1"))
    }

    @Test func `a bad configuration is never ready, and ends with the status that asks for no new start`() async throws
    {
        try "state: state\npresses: [nowhere.yaml]\n".write(
            toFile: plant.configuration, atomically: true, encoding: .utf8)
        let host = try start()
        #expect(try await host.exitStatus(within: .seconds(10)) == 78)
        #expect(socket.received().isEmpty)
    }
}
