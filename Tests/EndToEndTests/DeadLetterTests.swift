import Foundation
import Glibc
import TestServers
import Testing

/// Dead letters through the built host and its commands: beside a running host, without one, and under kill -9.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct DeadLetterTests {
    private func plant(_ broker: TestBroker, more: String = "") throws -> Plant {
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: dead, topic: \"\(Plant.topic)\" }", more: more)
        try plant.setPress("asset: { type: ID_Cutter }\nassets: { \"1\": { id: another } }")
        return plant
    }

    private func letters(
        _ plant: Plant, _ arguments: [String]
    ) async throws -> (status: Int32, output: String, complaints: String) {
        try await HostProcess.result(["dead-letters"] + arguments + ["--config", plant.configuration])
    }

    private func hasNone(_ plant: Plant) async throws -> Bool {
        try await letters(plant, ["ls"]).complaints.contains("there are none")
    }

    /// As many letters as records: the press names a machine that the table does not have.
    private func fill(_ plant: Plant, _ records: Int) async throws {
        try plant.feed(records)
        let host = try plant.start(["--once"])
        #expect(try await host.exitStatus(within: .seconds(30)) == 1, "some records were refused")
    }

    @Test func `without a host: listed, shown, retried after the table was mended, and delivered by the next run`()
        async throws
    {
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try plant(broker)
        #expect(try await hasNone(plant))
        try await fill(plant, 3)
        let list = try await letters(plant, ["ls", "--limit", "2"])
        #expect(list.status == 0 && list.output.split(separator: "\n").count == 3)
        #expect(list.output.contains("feed-1.xml:2:") && list.output.contains("unknown_asset: no entry in assets:"))
        #expect(list.complaints.contains("1 more: --after 2"))
        #expect(try await letters(plant, ["ls", "--after", "2", "--json"]).output.contains("\"id\":3"))
        let shown = try await letters(plant, ["show", "2"])
        #expect(
            shown.output.contains("record   {\"type\":\"presscenter.oda\"")
                && shown.output.contains("\"jobid\":\"job-1\""))
        #expect(try await letters(plant, ["show", "9"]).status == 1)
        let vain = try await letters(plant, ["retry", "1", "9"])
        #expect(
            vain.status == 1 && vain.complaints.contains("1 stays: unknown_asset")
                && vain.complaints.contains("9 is not there"))
        #expect(try await letters(plant, ["show", "1"]).output.contains("tries    1\n"))
        try plant.setPress("asset: { type: ID_Cutter }\nunknownAsset: useKey")
        let retried = try await letters(plant, ["retry", "--reason", "unknown_asset"])
        #expect(retried.status == 0 && retried.output == "3 queued\n", "\(retried)")
        let host = try plant.start(["--once"])
        #expect(try await host.exitStatus(within: .seconds(30)) == 0, "\(host.lines().suffix(2))")
        #expect(try await eventually { Received(subscriber.lines()).distinct == 3 })
        #expect(try await hasNone(plant))
        #expect(try await letters(plant, ["retry"]).status == 64)
    }

    @Test func `beside a running host, which does it through the source's own mapper`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try plant(broker)
        try await fill(plant, 4)
        // The host that runs now knows the machine.
        try plant.setPress("asset: { type: ID_Cutter }\nunknownAsset: useKey")
        let host = try plant.start()
        #expect(try await eventually { host.lines().contains { $0.contains("\"message\":\"started\"") } })
        let dropped = try await letters(plant, ["drop", "2", "--json"])
        #expect(
            dropped.output == "{\"counts\":{\"dropped\":1},\"letters\":[{\"became\":\"dropped\",\"id\":2}]}\n",
            "\(dropped)")
        let retried = try await letters(plant, ["retry", "--all"])
        #expect(retried.status == 0 && retried.output == "3 queued\n", "\(retried)")
        #expect(try await eventually { Received(subscriber.lines()).distinct == 3 })
        #expect(try await hasNone(plant))
        #expect(host.lines().contains { $0.contains("dead letters: retry: 3 queued") })
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        #expect(host.lines().last?.contains("\"retried\":3") == true)
    }

    /// A host that is stopped cannot answer; it does what was asked once it goes on.
    @Test func `a command does not wait for ever, and what it asked for is done later`() async throws {
        let broker = try TestBroker()
        let plant = try plant(broker)
        try await fill(plant, 1)
        let host = try plant.start()
        // The log has the lines of the host before it too.
        #expect(try await eventually { host.lines().count { $0.contains("\"message\":\"started\"") } == 2 })
        host.signal(SIGSTOP)
        #expect(try await eventually { host.isHeld })
        let asked = try await letters(plant, ["drop", "--all", "--wait", "1"])
        #expect(asked.status == 1 && asked.complaints.contains("has not answered within 1 s"), "\(asked)")
        host.signal(SIGCONT)
        var isDone = false
        for _ in 0..<20 where !isDone { isDone = try await hasNone(plant) }
        #expect(isDone)
    }

    @Test func `a refused HTTP body can be taken out whole; a retry says why it cannot`() async throws {
        let broker = try TestBroker()
        let plant = try plant(broker)
        let port = try plant.openPortal()
        let host = try plant.start()
        let body = "<JMF><Signal" + String(repeating: " ", count: 20_000)
        #expect(
            try await eventually {
                guard let connection = try? RawConnection(port: port) else { return false }
                _ = connection
                return true
            })
        let connection = try RawConnection(port: port)
        try await connection.post(body: Array(body.utf8))
        #expect(try await connection.response(within: .seconds(5))?.status == 400)
        #expect(try await letters(plant, ["show", "1", "--raw"]).output == body)
        let retried = try await letters(plant, ["retry", "1"])
        #expect(retried.status == 1 && retried.complaints.contains("1 stays: it could not be read as a record"))
        #expect(try await letters(plant, ["drop", "1"]).output == "1 dropped\n")
        _ = host
    }

    /// Once, and in the long run ten times, each with a seed of its own.
    private static let rounds = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == nil ? 1 : 10

    @Test(arguments: 1...rounds)
    func `killed again and again while letters are retried: none is lost, none comes under two ids`(round: Int)
        async throws
    {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(seed)
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try plant(broker)
        try await fill(plant, 6_000)
        try plant.setPress("asset: { type: ID_Cutter }\nunknownAsset: useKey")
        for _ in 0..<8 {
            let host = try plant.start()
            let asked = try HostProcess(
                ["dead-letters", "retry", "--all", "--config", plant.configuration], log: plant.folder.file("asked.log")
            )
            try await Task.sleep(for: .milliseconds(Int.random(in: 30...700, using: &random)))
            // Whichever of them has the lock is at it.
            host.kill()
            asked.kill()
        }
        let last = try await letters(plant, ["retry", "--all"])
        #expect(last.status == 0, "\(last)")
        #expect(try await hasNone(plant))
        let host = try plant.start(["--once"])
        #expect(try await host.exitStatus(within: .seconds(60)) == 0, "\(host.lines().suffix(2))")
        var received = Received([])
        _ = try await eventually(.seconds(30)) {
            received = Received(subscriber.lines())
            return received.distinct >= plant.fed
        }
        #expect(received.distinct == 6_000 && received.underTwoIDs == 0 && received.changed == 0)
        let line = try #require(host.lines().last)
        #expect(line.contains("\"retried\":6000") && line.contains("\"waiting\":0"), "\(line)")
    }
}
