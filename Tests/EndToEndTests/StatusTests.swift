import Foundation
import IoTTransport
import TestServers
import Testing

/// The status of a real host: health, metrics, state, events as they pass, dead letters, `top` and `tap`.
@Suite(.enabled(if: TestBroker.program != nil, "mosquitto is not installed: skipped"))
struct StatusTests {
    private func plant(_ broker: TestBroker, _ status: StatusPort) throws -> Plant {
        try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: status, topic: events/of/the/test }",
            more: status.section)
    }

    @Test func `no broker, then one: health, findings and metrics follow`() async throws {
        let (broker, status) = (try TestBroker(), try StatusPort())
        let plant = try plant(broker, status)
        let host = try plant.start()
        defer { host.kill() }
        #expect(try await status.finds(["broker.unreachable"]))
        let ill = try #require(try await status.ask("GET", "/health"))
        #expect(ill.status == 503 && ill.body.contains("No broker answers at mqtt://127.0.0.1:\(broker.port)"))
        #expect(try await status.ask("GET", "/health/live")?.status == 200)
        try plant.feed(5)
        #expect(try await eventually { try plant.places().done == 1 })
        try await broker.start()
        #expect(try await status.finds([]))
        #expect(
            try await status.ask("GET", "/health")?.body == #"{"healthy":true,"live":true,"ready":true,"reasons":[]}"#)
        var metrics = PrometheusParser()
        for _ in 0..<500 where metrics.value("adapter_host_events_acknowledged_total") != 5 {
            metrics = try PrometheusParser.parse(try await status.ask("GET", "/metrics")?.body ?? "")
            #expect(metrics.balances)
        }
        #expect(metrics.value("adapter_host_events_acknowledged_total") == 5)
        let records = metrics.samples.first { $0.name == "adapter_host_press_records_total" }
        #expect(records?.value == 5 && records?.labels == ["press": "cutter-1", "adapter": "prinect"])
        let press = (try await status.status()["host"] as? [String: Any])?["presses"] as? [[String: Any]]
        #expect(press?.first?["place"] as? String == plant.inbox)
        try checkWithPromtool(try await status.ask("GET", "/metrics")?.body ?? "")
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
    }

    /// Prometheus's own check, where it is installed.
    private func checkWithPromtool(_ text: String) throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool") else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/promtool")
        process.arguments = ["check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        input.fileHandleForWriting.write(Data(text.utf8))
        try input.fileHandleForWriting.close()
        let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && words.isEmpty, "\(words)")
    }

    @Test func `a folder that cannot be read, an unknown machine and a refused file are named`() async throws {
        let (broker, status) = (try TestBroker(), try StatusPort())
        try await broker.start()
        let plant = try plant(broker, status)
        try plant.setPress("asset: { type: ID_Cutter }\nassets: { \"1\": { id: another } }")
        try plant.addPress(
            "missing", "adapter: prinect\nfolder: ../gone/deep\nasset: { type: T }\nunknownAsset: useKey")
        let host = try plant.start()
        defer { host.kill() }
        try plant.feed(2)
        try plant.put("<JMF><Signal")
        #expect(try await status.finds(["folder.missing", "press.filesInError", "asset.unknown"]))
        let text = try await status.ask("GET", "/api/status")?.body ?? ""
        #expect(text.contains("names machines that the press file does not know") || text.contains("\\\"6000\\\""))
        #expect(text.contains("feed-2.xml:1:"), "the last fault has its file and line")
        #expect(
            try await status.ask("GET", "/api/dead-letters?reason=unknown_asset")?.body.contains("feed-1.xml:2:")
                == true)
    }

    @Test func `dead letters are changed with the token, and only with it`() async throws {
        let (broker, status) = (try TestBroker(), try StatusPort())
        try await broker.start()
        let plant = try plant(broker, status)
        try plant.setPress("asset: { type: ID_Cutter }\nassets: { \"1\": { id: another } }")
        try plant.feed(3)
        #expect(try await plant.start(["--once"]).exitStatus(within: .seconds(30)) == 1)
        try plant.setPress("asset: { type: ID_Cutter }\nunknownAsset: useKey")
        let host = try plant.start()
        defer { host.kill() }
        #expect(try await status.finds(["asset.unknown"]))
        let wish = #"{"action":"retry","selection":{"source":"cutter-1","code":"unknown_asset"}}"#
        #expect(try await status.ask("POST", "/api/dead-letters", wish)?.status == 401)
        #expect(try await status.ask("POST", "/api/dead-letters", wish, token: "another-token-of-it")?.status == 401)
        let all = #"{"action":"drop","selection":{}}"#
        #expect(try await status.ask("POST", "/api/dead-letters", all, token: StatusPort.token)?.status == 400)
        let drop = #"{"action":"drop","selection":{"ids":[2]}}"#
        let dropped = try await status.ask("POST", "/api/dead-letters", drop, token: StatusPort.token)
        #expect(dropped?.body == #"{"counts":{"dropped":1},"letters":[{"became":"dropped","id":2}]}"#)
        let retried = try await status.ask("POST", "/api/dead-letters", wish, token: StatusPort.token)
        #expect(retried?.body.contains(#"{"counts":{"queued":2}"#) == true)
        #expect(try await status.finds([]))
        #expect(try await status.ask("PUT", "/api/status")?.status == 405)
        #expect(try await status.ask("GET", "/etc/passwd")?.status == 404)
    }

    @Test func `tap prints what passes, filtered, and top says how the host is`() async throws {
        let (broker, status) = (try TestBroker(), try StatusPort())
        try await broker.start()
        let plant = try plant(broker, status)
        let host = try plant.start()
        defer { host.kill() }
        #expect(try await status.finds([]))
        func tap(_ arguments: [String], _ name: String) throws -> HostProcess {
            try HostProcess(
                ["tap", "--config", plant.configuration] + arguments, log: plant.folder.file(name), keepsOutput: true)
        }
        let all = try tap(["--count", "3"], "all.txt")
        let none = try tap(["--press", "cutter-2"], "none.txt")
        let one = try tap(["--press", "cutter-1", "--type", "ODA.JobEvent", "--count", "1"], "one.txt")
        defer { none.kill() }
        // They listen from a moment on that only their first event shows.
        var isHeard = false
        for _ in 0..<100 where !isHeard {
            try plant.feed(1)
            try await Task.sleep(for: .milliseconds(100))
            isHeard = !all.isRunning && !one.isRunning
        }
        #expect(try await all.exitStatus(within: .seconds(10)) == 0)
        #expect(try await one.exitStatus(within: .seconds(10)) == 0)
        let line = try #require(one.lines().first)
        let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(event?["press"] as? String == "cutter-1" && event?["type"] as? String == "ODA")
        let inner = event?["event"] as? [String: Any]
        #expect(inner?["eventSubtype"] as? String == "JobEvent" && inner?["payload"] != nil)
        #expect(all.lines().count == 3 && none.lines().isEmpty && none.isRunning)

        let top = try await HostProcess.result(["top", "--config", plant.configuration])
        #expect(top.status == 0 && top.output.hasPrefix("all is well  adapter-host"), "\(top)")
        #expect(top.output.contains("\ncutter-1 "))
        host.signal(SIGTERM)
        #expect(try await none.exitStatus(within: .seconds(15)) == 1)
        let gone = try await HostProcess.result(["top", "--config", plant.configuration])
        #expect(gone.status == 1 && gone.complaints.contains("no host runs with this configuration"), "\(gone)")
        let silent = try Plant(broker: "{ port: 1, topic: t }")
        let without = try await HostProcess.result(["tap", "--config", silent.configuration])
        #expect(without.status == 78 && without.complaints.contains("has no status: section"), "\(without)")
    }

    /// One that opens the tap and reads nothing, and many events: the host goes on at full speed.
    @Test func `a reader that hangs holds up nobody`() async throws {
        let (broker, status) = (try TestBroker(), try StatusPort())
        try await broker.start()
        let plant = try plant(broker, status)
        let host = try plant.start()
        defer { host.kill() }
        #expect(try await status.finds([]))
        let hanging = try RawConnection(port: status.port)
        try await hanging.send("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:\(status.port)\r\n\r\n")
        for _ in 0..<5 { try plant.feed(2_000) }
        #expect(try await eventually { try plant.places().done == 5 })
        #expect(try await status.finds([]))
        #expect(try await eventually { ((try? plant.places().waiting) ?? 1) == 0 })
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        #expect(try plant.counters().queued == 10_000)
        withExtendedLifetime(hanging) {}
    }

    @Test func `a port that is taken does not stop the host`() async throws {
        let (broker, status) = (try TestBroker(), try StatusPort())
        try await broker.start()
        let taken = try TestBroker.listener()
        defer { close(taken) }
        let port = TestBroker.port(of: taken)
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: status, topic: t }",
            more: "status: { listen: 127.0.0.1:\(port) }")
        _ = status
        let host = try plant.start()
        defer { host.kill() }
        try plant.feed(1)
        #expect(try await eventually { try plant.places().done == 1 })
        #expect(try await eventually { host.lines().contains { $0.contains("the port is taken by another program") } })
    }
}
