import AdapterAPI
import Foundation
import Synchronization
import TestServers
import Testing

@testable import SyntheticAdapter

/// Documents of the simulated presses, and what the adapters that read documents make of them.
@Suite struct DocumentTests {
    private static let events: TestAdapter.Value = ["status", "ink", "energy"]

    private func values(_ more: [String: TestAdapter.Value]) -> [String: TestAdapter.Value] {
        let values: [String: TestAdapter.Value] = [
            "presses": "2", "speed": "1000", "duration": "3h", "events": Self.events, "zone": "Europe/Berlin",
            "start": "2026-11-23T06:00:00+01:00",
        ]
        return values.merging(more) { $1 }
    }

    /// Runs the generator with a folder of its own.
    private func write(
        _ form: String, _ more: [String: TestAdapter.Value] = [:]
    ) async throws -> (folder: TemporaryFolder, sink: EventSink) {
        let folder = try TemporaryFolder()
        let options = values(["writes": .text(form), "into": .text(folder.file("in"))]).merging(more) { $1 }
        return (folder, try await TestAdapter.run(options, time: FakeTime(seconds: 0)))
    }

    private func direct(_ more: [String: TestAdapter.Value] = [:]) async throws -> [EventSink.Event] {
        try await TestAdapter.run(values(more), time: FakeTime(seconds: 0)).events
    }

    private func object(_ event: EventSink.Event) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(event.payload.utf8)) as? NSDictionary)
    }

    /// By press, since documents and events interleave the presses differently.
    private func byPress<Item>(_ items: [Item], _ asset: (Item) -> String?) -> [Item] {
        items.filter { asset($0) == "press-1" } + items.filter { asset($0) == "press-2" }
    }

    @Test(arguments: ["jmf", "xjmf"])
    func `status messages are mapped to what is sent directly`(form: String) async throws {
        let (folder, sink) = try await write(form)
        let made = try await Conversion(folder: folder.file("in"), with: Conversion.prinect())
        #expect(made.faults.isEmpty && made.records.allSatisfy { $0.refusal == nil })
        let signals = byPress(made.records.filter { $0.kind.eventType == "generic.signal" }, \.asset)
        let direct = byPress(try await self.direct(["events": ["status"]]), \.asset)
        #expect(signals.count == direct.count && direct.count > 1_000)
        for (signal, event) in zip(signals, direct) {
            #expect(signal.payload as NSDictionary == (try object(event)))
            #expect(signal.time == event.time.text && signal.kind == event.kind)
        }
        // Each message also goes as it is.
        let raw = made.records.filter { $0.kind.eventType == "prinect.xjmf" }
        let subtypes = Set(raw.map(\.kind.eventSubtype))
        #expect(subtypes == ["SignalStatus", "SignalResource"])
        #expect(raw.count == sink.report?.gauges["recordsWritten"])
        #expect(made.counts.isEmpty, "\(made.counts)")
    }

    @Test func `production data is mapped to what is sent directly`() async throws {
        let (folder, sink) = try await write("pda")
        let made = try await Conversion(folder: folder.file("in"), with: Conversion.prinect())
        #expect(made.faults.isEmpty && made.records.allSatisfy { $0.refusal == nil })
        #expect(made.records.count == sink.report?.gauges["recordsWritten"])
        func summaries(_ payload: NSDictionary, _ key: String) throws -> NSArray {
            let root = try #require(payload["productiondataacquisition"] as? NSDictionary)
            let message = try #require((root["message"] as? NSArray)?.firstObject as? NSDictionary)
            return try #require(message[key] as? NSArray)
        }
        for subtype in ["InkConsumptionSummary", "EnergyConsumptionSummary"] {
            let mapped = byPress(made.records.filter { $0.kind.eventSubtype == subtype }, \.asset)
            let direct = byPress(try await self.direct().filter { $0.kind.eventSubtype == subtype }, \.asset)
            #expect(mapped.count == direct.count && direct.count > 10)
            for (record, event) in zip(mapped, direct) {
                let key = subtype.lowercased()
                #expect(
                    try summaries(record.payload as NSDictionary, key) == summaries(try object(event), key))
                #expect(record.time == event.time.text && record.kind == event.kind)
            }
        }
        #expect(made.counts.isEmpty, "\(made.counts)")
    }

    @Test func `tables are read as a print shop exports them`() async throws {
        let (folder, sink) = try await write("csv", ["records": "100"])
        let made = try await Conversion(folder: folder.file("in"), with: try Conversion.csv())
        #expect(made.faults.isEmpty && made.records.allSatisfy { $0.refusal == nil }, "\(made.faults)")
        #expect(made.records.count == sink.report?.gauges["recordsWritten"])
        #expect(made.counts.isEmpty, "\(made.counts)")
        let subtypes = Set(made.records.map(\.kind.eventSubtype))
        #expect(subtypes.isSuperset(of: ["Druck", "Einrichten", "Störung", "Wäsche", "Energie", "Farbverbrauch"]))
        let texts = made.records.compactMap { $0.payload["record"] as? [String: String] }
        #expect(texts.contains { $0["bemerkung"] == "Bogenstau \"Anlage\"" || $0["bemerkung"] == "Farbe nachgefüllt" })
        #expect(texts.contains { $0["bemerkung"]?.contains("; ") == true })
        #expect(texts.contains { $0["menge"]?.wholeMatch(of: /[0-9]+,[0-9]{3}/) != nil })
        #expect(made.records.allSatisfy { $0.time.hasSuffix("+01:00") && $0.time.hasPrefix("2026-11-23T") })
        let file = try Data(contentsOf: URL(filePath: folder.file("in/press-1-00000000.csv")))
        #expect(String(data: file, encoding: .utf8) == nil && file.suffix(2) == Data([0x0D, 0x0A]))
    }

    @Test(arguments: ["pda", "jmf", "xjmf", "csv"])
    func `the same seed and start give the same files`(form: String) async throws {
        let more: [String: TestAdapter.Value] = ["duration": "1h", "faults": ["disorder": "0.1", "duplicates": "0.1"]]
        let (first, _) = try await write(form, more)
        let (second, _) = try await write(form, more)
        let names = try FileManager.default.contentsOfDirectory(atPath: first.file("in")).sorted()
        #expect(names.count > 50)
        #expect(try FileManager.default.contentsOfDirectory(atPath: second.file("in")).sorted() == names)
        for name in names {
            let bytes = try Data(contentsOf: URL(filePath: first.file("in/" + name)))
            #expect(try Data(contentsOf: URL(filePath: second.file("in/" + name))) == bytes, "\(name)")
        }
    }

    @Test func `a run that is cut goes on with the documents that are missing`() async throws {
        let (whole, _) = try await write("jmf", ["duration": "1h"])
        let names = try FileManager.default.contentsOfDirectory(atPath: whole.file("in")).sorted()
        let folder = try TemporaryFolder()
        let options = values([
            "writes": "jmf", "into": .text(folder.file("in")), "duration": "1h",
        ])
        let sink = EventSink()
        let time = FakeTime(seconds: 0)
        _ = try await TestAdapter.run(options, time: time, sink: sink)
        // From each checkpoint the same files come, and those that a reader has taken are not written again.
        let checkpoints = sink.checkpoints.map(\.checkpoint)
        #expect(checkpoints.count > 20)
        let done = folder.file("in/done")
        try FileManager.default.createDirectory(atPath: done, withIntermediateDirectories: false)
        for name in names {
            try FileManager.default.moveItem(atPath: folder.file("in/" + name), toPath: done + "/" + name)
        }
        for checkpoint in checkpoints.dropLast().suffix(20) {
            try await TestAdapter.run(options, time: time, checkpoint: checkpoint)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("in")) == ["done"])
        }
        try FileManager.default.removeItem(atPath: done)
        try await TestAdapter.run(options, time: time, checkpoint: checkpoints[1])
        let again = try FileManager.default.contentsOfDirectory(atPath: folder.file("in"))
        #expect(again.count > 10 && again.count < names.count)
        for name in again {
            let bytes = try Data(contentsOf: URL(filePath: whole.file("in/" + name)))
            #expect(try Data(contentsOf: URL(filePath: folder.file("in/" + name))) == bytes, "\(name)")
        }
    }

    @Test func `presses wait for the reader of a full folder`() async throws {
        let folder = try TemporaryFolder()
        let taken = Mutex(0)
        let time = FakeTime(seconds: 0) { duration in
            let names = (try? folder.names()) ?? []
            // The reader comes only when the presses wait for it.
            guard duration == .milliseconds(200) else { return }
            #expect(names.count >= 10)
            for name in names { try? FileManager.default.removeItem(atPath: folder.file(name)) }
            taken.withLock { $0 += names.count }
        }
        let options = values([
            "writes": "jmf", "into": .text(folder.path), "maxWaiting": "10", "records": "1", "limit": "50",
        ])
        try await TestAdapter.run(options, time: time)
        #expect(try taken.withLock { $0 } + folder.names().count == 50)
        #expect(taken.withLock { $0 } >= 10)
    }

    @Test func `a folder that cannot be made is a failure that names it`() async throws {
        let options = values(["writes": "jmf", "into": "/nonexistent/share/in"])
        let error = await #expect(throws: FileFault.self) {
            try await TestAdapter.run(options, time: FakeTime(seconds: 0))
        }
        #expect(error?.path == "/nonexistent/share/in")
    }
}
