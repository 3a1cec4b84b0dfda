import Foundation
import Glibc
import IoTTransport
import TestServers
import Testing

/// Simulated presses write and post documents, the host reads them as those of any press: what was fed is what arrives.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct SimulatedPressTests {
    /// A plant with a broker and a subscriber.
    private func withPlant(
        _ body: (Plant, TestSubscriber) async throws -> Void
    ) async throws {
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: simulated, topic: \"\(Plant.topic)\" }")
        try await body(plant, subscriber)
    }

    private func generator(_ more: String, events: String = "status, ink, energy", limit: Int = 200) -> String {
        """
        adapter: synthetic
        presses: 2
        speed: 10000
        limit: \(limit)
        records: 10
        zone: Europe/Berlin
        events: [\(events)]
        \(more)
        asset: { type: SheetfedPress }
        unknownAsset: useKey
        """
    }

    private func reader(_ name: String, _ more: String) -> String {
        """
        folder: ../\(name)
        create: true
        assets: { "press-*": { id: "\(name)-{key}", type: SheetfedPress } }
        \(more)
        """
    }

    /// Documents that a reader has taken.
    private func taken(_ plant: Plant, _ name: String, from folder: String = "done") -> [String] {
        let path = plant.folder.file(name) + "/" + folder
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).map { path + "/" + $0 }
    }

    /// How often a mark stands in them.
    private func count(_ mark: String, in files: [String]) throws -> Int {
        try files.reduce(0) { sum, file in
            sum + (try String(contentsOfFile: file, encoding: .isoLatin1)).components(separatedBy: mark).count - 1
        }
    }

    /// Events from assets that a source named after itself, and under how many ids.
    private func received(_ subscriber: TestSubscriber, from name: String) -> (total: Int, distinct: Int) {
        let lines = subscriber.lines().filter { $0.contains("\"assetId\":\"\(name)-press-") }
        let ids = lines.compactMap { $0.firstMatch(of: /"senderEventUuid":"([^"]+)"/)?.1 }
        return (lines.count, Set(ids).count)
    }

    @Test func `what presses write and post in every form arrives, all of it once`() async throws {
        try await withPlant { plant, subscriber in
            for form in ["pda", "jmf", "xjmf", "csv"] {
                try plant.addPress("write-\(form)", generator("writes: \(form)\ninto: ../\(form)"))
                let table =
                    "adapter: csv\ndelimiter: \";\"\nencoding: windows-1252\neventType: bde.record\n"
                    + "columns: { Maschine: { as: asset }, Arbeitsgang: { as: subtype }, "
                    + "Beginn: { as: time, format: dd.MM.yyyy HH:mm:ss } }\nzone: Europe/Berlin"
                try plant.addPress("read-\(form)", reader(form, form == "csv" ? table : "adapter: prinect"))
            }
            let port = try TestBroker.freePort()
            try plant.addPress(
                "post-http", generator("posts: http://127.0.0.1:\(port)/jmfportal", events: "status"))
            try plant.addPress(
                "portal",
                """
                adapter: jmf-http
                listen: 127.0.0.1:\(port)
                assets: { "press-*": { id: "http-{key}", type: SheetfedPress } }
                """)
            let host = try plant.start()
            let isDone = try await eventually(.seconds(60)) {
                ["pda", "jmf", "xjmf", "csv"].allSatisfy { taken(plant, $0).count == 20 }
                    && self.received(subscriber, from: "http").total >= 400
            }
            #expect(isDone, "\(host.lines().suffix(3))")
            host.signal(SIGTERM)
            #expect(try await host.exitStatus(within: .seconds(20)) == 0)
            let counters = try plant.counters()
            #expect(counters.dead == 0 && counters.duplicate == 0 && counters.named.isEmpty, "\(counters)")
            var all = 0
            for (form, marks) in [
                ("pda", ["<Message "]), ("jmf", ["<Signal ", "<DeviceInfo "]),
                ("xjmf", ["<SignalStatus>", "<SignalResource>", "<DeviceInfo "]), ("csv", ["\r\n"]),
            ] {
                let files = taken(plant, form)
                let header = form == "csv" ? files.count : 0
                let fed = try marks.reduce(0) { $0 + (try count($1, in: files)) } - header
                _ = try await eventually(.seconds(20)) { self.received(subscriber, from: form).total >= fed }
                #expect(received(subscriber, from: form) == (fed, fed), "\(form)")
                #expect(fed >= 200)
                all += fed
            }
            // Each status message makes two events.
            #expect(received(subscriber, from: "http") == (400, 400))
            #expect(counters.queued == all + 400 && counters.mapped == counters.queued)
        }
    }

    @Test func `a document that is half there is waited for, or taken again`() async throws {
        try await withPlant { plant, subscriber in
            let half = "faults: { halfWritten: 1 }"
            for (name, ready) in [("settle", "auto"), ("hasty", "rename")] {
                try plant.addPress(
                    "write-\(name)", generator("writes: jmf\ninto: ../\(name)\n\(half)", limit: 60))
                try plant.addPress("read-\(name)", reader(name, "adapter: prinect\nready: \(ready)"))
            }
            let port = try TestBroker.freePort()
            try plant.addPress(
                "post-http",
                generator("posts: http://127.0.0.1:\(port)/jmfportal\n\(half)", events: "status", limit: 60))
            try plant.addPress(
                "portal",
                """
                adapter: jmf-http
                listen: 127.0.0.1:\(port)
                assets: { "press-*": { id: "http-{key}", type: SheetfedPress } }
                """)
            let host = try plant.start()
            let isDone = try await eventually(.seconds(60)) {
                self.taken(plant, "settle").count == 6 && self.taken(plant, "hasty").count == 6
                    && self.received(subscriber, from: "http").total >= 120
            }
            #expect(isDone, "\(host.lines().suffix(3))")
            host.signal(SIGTERM)
            #expect(try await host.exitStatus(within: .seconds(20)) == 0)
            // Who lets a file settle never sees a half. Who trusts each name takes what is there, refuses the file for its
            // missing end, and drops the same messages as repeats when the whole comes.
            #expect(taken(plant, "settle", from: "error").isEmpty)
            let refused = taken(plant, "hasty", from: "error").filter { $0.hasSuffix(".reason.txt") }
            #expect(!refused.isEmpty)
            for name in ["settle", "hasty"] {
                let fed = try count("<Signal ", in: taken(plant, name)) + count("<DeviceInfo ", in: taken(plant, name))
                _ = try await eventually(.seconds(20)) { self.received(subscriber, from: name).total >= fed }
                #expect(received(subscriber, from: name) == (fed, fed), "\(name)")
            }
            #expect(received(subscriber, from: "http") == (120, 120))
            let counters = try plant.counters()
            #expect(counters.dead == 0 && counters.mapped == counters.queued + counters.duplicate)
        }
    }
}
