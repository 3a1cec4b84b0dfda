import Foundation
import Glibc
import TestServers
import Testing

/// `adapter-host spool …` beside a running host whose broker is away, and without one.
@Suite struct SpoolCommandTests {
    private func plant() throws -> Plant {
        let port = try TestBroker.freePort()
        return try Plant(
            broker: "{ host: 127.0.0.1, port: \(port), clientId: spool, topic: \"\(Plant.topic)\" }")
    }

    private func spool(_ plant: Plant, _ arguments: String...) throws -> (
        status: Int32, output: String, complaints: String
    ) {
        try HostProcess.run(["spool"] + arguments + ["--config", plant.configuration])
    }

    @Test func `shows, lists, checks and exports what waits`() async throws {
        let plant = try plant()
        let early = try spool(plant, "status")
        #expect(early.status == 1 && early.complaints.contains("there is no spool yet"), "\(early)")
        try plant.feed(50)
        let host = try plant.start()
        #expect(try await eventually(.seconds(30)) { try plant.places().done == 1 })
        for isRunning in [true, false] {
            if !isRunning { host.kill() }
            let status = try spool(plant, "status")
            #expect(status.status == 0 && status.output.contains("waiting      50 events"), "\(status)")
            #expect(status.output.contains("offline capacity left:") && status.output.contains("draining:"))
            let json = try spool(plant, "status", "--json")
            let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            #expect(object?["waiting"] as? Int == 50 && object?["dropped"] as? Int == 0, "\(json)")
            let list = try spool(plant, "ls")
            #expect(list.status == 0 && list.output.contains("JobEvent 50; \(Plant.topic)"), "\(list)")
            let verified = try spool(plant, "verify")
            #expect(verified.status == 0 && verified.output.hasSuffix("nothing is wrong\n"), "\(verified)")
            let exported = try spool(plant, "export")
            let lines = exported.output.split(separator: "\n")
            #expect(exported.status == 0 && lines.count == 50)
            #expect(
                lines.allSatisfy {
                    $0.hasPrefix("{") && $0.hasSuffix("}") && $0.contains("\"eventSubtype\":\"JobEvent\"")
                })
            let none = try spool(plant, "export", "--type", "other")
            #expect(none.status == 0 && none.output.isEmpty)
        }
        let target = plant.folder.file("events.jsonl")
        #expect(try spool(plant, "export", "--output", target).status == 0)
        #expect(try String(contentsOfFile: target, encoding: .utf8).split(separator: "\n").count == 50)
        let again = try spool(plant, "export", "--output", target)
        #expect(again.status == 1 && again.complaints.contains("events.jsonl: File exists"))
    }

    @Test func `verify fails for a damaged spool, and names a wrong path`() async throws {
        let plant = try plant()
        try plant.feed(400)
        let host = try plant.start()
        #expect(try await eventually(.seconds(30)) { try plant.places().done == 1 })
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(20)) == 0)
        let path = plant.folder.file("state/spool.sqlite")
        let size = try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        // The last page but one: the bytes of an event.
        try file.seek(toOffset: UInt64(size - 2 * 16_384 + 5_000))
        try file.write(contentsOf: Array("damage".utf8))
        try file.close()
        let verified = try spool(plant, "verify")
        #expect(verified.status == 1 && verified.output.contains("finding"), "\(verified)")
        let wrong = try spool(plant, "status", "--file", plant.folder.path)
        #expect(wrong.status == 1 && wrong.complaints.contains("a folder"))
    }
}
